/** Where people put the secret itself, and the key that names a file instead. */
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

/** Too short for any of Cloudflare's tokens and keys (37 characters at least), so that a name can be printed. */
export function isCredentialName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/.test(text) && text !== '__proto__'
}
