import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readLimited } from '../../files/read-limited.ts'
import type { Finding } from '../problems.ts'
import { besideFile } from '../values/relative-path.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { tlsText } from './check.ts'

export interface Pem {
  /** The place that contains it, or that names its file. */
  readonly path: Path
  readonly text: string
}

export type PemResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly finding: Finding }
  | { readonly kind: 'pem'; readonly pem: Pem }

const largestFile = 1024 * 1024

/**
 * The text of a certificate or key, from the file itself or from another file that it names.
 * @param inline the key for the text itself; the key for a path has `_file` at its end
 */
export async function readPem(tree: Tree, inline: string, configuration: string): Promise<PemResult> {
  const text = tlsText(tree, inline)
  if (text !== undefined) return { kind: 'pem', pem: { path: ['tls_server_config', inline], text } }
  const named = tlsText(tree, `${inline}_file`)
  if (named === undefined) return { kind: 'none' }
  const path = ['tls_server_config', `${inline}_file`]
  const file = besideFile(named, configuration)
  const result = await readLimited(file, largestFile)
  if (result.ok) return { kind: 'pem', pem: { path, text: result.content.toString('latin1') } }
  return { kind: 'unreadable', finding: { path, text: `the file ${file} ${result.detail}: expected a PEM file` } }
}

export type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly finding: Finding }

/** The certificates in a PEM, one text each. */
export function certificatesIn({ path, text }: Pem): Judged<readonly string[]> {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0)
    return wrong(path, 'no certificate in it: expected PEM that begins with -----BEGIN CERTIFICATE-----')
  if (!blocks.every((block) => certificateOf(block)))
    return wrong(path, 'a certificate in it cannot be read: expected X.509 in PEM')
  return { ok: true, value: blocks }
}

/** The private key in a PEM. Findings never contain any part of it. */
export function privateKeyIn({ path, text }: Pem): Judged<KeyObject> {
  try {
    return { ok: true, value: createPrivateKey(text) }
  } catch {
    const what = text.includes('ENCRYPTED') ? 'an encrypted key' : 'no private key in it'
    return wrong(path, `${what}: expected one in PEM, without a passphrase`)
  }
}

export function belongsTo(key: KeyObject, certificate: string): boolean {
  return certificateOf(certificate)?.checkPrivateKey(key) === true
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function wrong(path: Path, text: string): { readonly ok: false; readonly finding: Finding } {
  return { ok: false, finding: { path, text } }
}
