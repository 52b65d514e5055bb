/** Cloudflare's tokens and keys have had a prefix since 2025. */
const prefixed = /cf(?:ut|at|k|oat)_[\w-]{8,}/

/** Any word as long as a token or key. Ids are shorter: 32 digits, or a UUID of 36 characters. */
const words = /cf(?:ut|at|k|oat)_[\w-]*|[\w-]{37,}/g

/** Words without a digit, constants such as the names of cipher suites, and UUIDs with a digit too many are not secrets. */
const harmless = [/^[A-Za-z_-]+$/, /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]+$/i]

/** Hides everything in a printed text that may be a secret, and some long words that are none. */
export function withoutSecrets(text: string): string {
  return text.replace(words, (word) =>
    harmless.some((shape) => shape.test(word)) ? word : '[hidden: it may be a secret]',
  )
}

/** Whether the text contains a token or key with its prefix. */
export function holdsSecret(text: string): boolean {
  return prefixed.test(text)
}

/** Whether a part of the path is a token or key, with or without a prefix, and not the name of a file. */
export function isSecretAsPath(path: string): boolean {
  return path.split('/').some((part) => holdsSecret(part) || looksRandom(part))
}

/** People use words in lower case as names. Tokens have 40 characters, and keys have 37 hexadecimal digits. */
function looksRandom(part: string): boolean {
  return /^[\w-]{37,45}$/.test(part) && /\d/.test(part) && (/[A-Z]/.test(part) || /^[0-9a-f]+$/.test(part))
}
