import type { SecretSource } from './model.ts'
import { readLimited } from './read-limited.ts'

/** The detail says what is wrong with the secret and never repeats any of it. */
export type SecretResult =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly detail: string }

const largestFile = 64 * 1024

/** Reads the file every time, so that a rotated secret needs no restart. Never throws. */
export async function readSecret(source: SecretSource): Promise<SecretResult> {
  if (source.kind === 'value') return cleaned(source.value, 'the secret')
  const file = `secret file ${source.path}`
  const result = await readLimited(source.path, largestFile)
  // Latin-1 gives one character a byte, so that what is no ASCII is seen whatever the encoding.
  return result.ok
    ? cleaned(result.content.toString('latin1'), file)
    : { ok: false, detail: `${file} ${result.detail}` }
}

/** White space around a secret comes from editors and `echo`; inside it no HTTP header could carry it. */
function cleaned(text: string, what: string): SecretResult {
  const value = text.trim()
  if (value === '') return { ok: false, detail: `${what} is empty` }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return { ok: false, detail: `${what} contains white space or characters that an HTTP header cannot carry` }
  }
  return { ok: true, value }
}
