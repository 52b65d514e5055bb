/** The secret of a credential as it is at this moment. */
export type Secret =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key'; readonly email: string; readonly key: string }

/** Reads a credential by its name. A file that cannot be read gives `ok: false`, never an exception. */
export type ReadCredential = (
  name: string,
) => Promise<{ readonly ok: true; readonly secret: Secret } | { readonly ok: false; readonly detail: string }>

/** The request headers that carry a credential: a token or a key, never both. */
export function authorizationHeaders(secret: Secret): Readonly<Record<string, string>> {
  switch (secret.kind) {
    case 'token':
      return { authorization: `Bearer ${secret.token}` }
    case 'key':
      return { 'x-auth-email': secret.email, 'x-auth-key': secret.key }
  }
}

/** Everything of a credential that must never be shown, the secret itself first. */
export function secretPartOf(secret: Secret): string {
  switch (secret.kind) {
    case 'token':
      return secret.token
    case 'key':
      return secret.key
  }
}

/** Differs for two secrets that Cloudflare may judge differently. */
export function identityOf(secret: Secret): string {
  return JSON.stringify(authorizationHeaders(secret))
}
