import { type ReadFile, readLimited } from '../../files/read-limited.ts'
import type { SecretSource } from '../model.ts'
import { isSecretAsPath } from './looks-like-secret.ts'
import { oddityOf } from './secret-shape.ts'

/** The detail says what is wrong with the secret and never repeats any part of it. */
export type SecretResult =
  | {
      readonly ok: true
      readonly value: string
      /** What is probably wrong with the secret, judged by its form. */
      readonly oddity?: string
    }
  | { readonly ok: false; readonly detail: string }

const largestFile = 64 * 1024

/**
 * Reads the file every time, so that a rotated secret needs no restart. Never throws.
 * @param kind what the secret is meant to be
 */
export async function readSecret(
  source: SecretSource,
  kind?: 'token' | 'key',
  readFile: ReadFile = readLimited,
): Promise<SecretResult> {
  if (source.kind === 'value') return cleaned(source.value, 'the secret', kind)
  if (isSecretAsPath(source.path)) return { ok: false, detail: 'a token stands where the path of its file belongs' }
  const file = `secret file ${source.path}`
  const result = await readFile(source.path, largestFile)
  // Latin-1 gives one character for each byte, so that a character outside ASCII is found in any encoding.
  return result.ok
    ? cleaned(result.content.toString('latin1'), file, kind)
    : { ok: false, detail: `${file} ${result.detail}` }
}

/** White space around a secret comes from editors and `echo`. An HTTP header cannot carry white space inside it. */
function cleaned(text: string, what: string, kind: 'token' | 'key' | undefined): SecretResult {
  const value = text.trim()
  if (value === '') return { ok: false, detail: `${what} is empty` }
  const oddity = kind && oddityOf(value, kind)
  if (!/^[\x21-\x7e]+$/.test(value)) {
    const detail = `${what} contains white space or characters that an HTTP header cannot carry`
    return { ok: false, detail: oddity ? `${detail}: ${oddity}` : detail }
  }
  return { ok: true, value, ...(oddity && { oddity: `${what}: ${oddity}` }) }
}
