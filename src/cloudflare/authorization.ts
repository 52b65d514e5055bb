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
  return secret.kind === 'token'
    ? { authorization: `Bearer ${secret.token}` }
    : { 'x-auth-email': secret.email, 'x-auth-key': secret.key }
}
