/** The keys under which people put the secret itself, and the key for its file. */
export const inlineSecrets: Readonly<Record<string, string>> = {
  api_token: 'api_token_file',
  token: 'api_token_file',
  api_key: 'api_key_file',
  key: 'api_key_file',
}

/** The keys of a credential that a message may repeat. */
export const credentialWords: readonly string[] = [
  'api_token_file',
  'account_id',
  'email',
  'api_key_file',
  ...Object.keys(inlineSecrets),
]

/** Shorter than any token or key of Cloudflare, which have at least 37 characters, so such a name can be printed. */
export function isCredentialName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/.test(text) && text !== '__proto__'
}
