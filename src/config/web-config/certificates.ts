import { createSecureContext } from 'node:tls'
import type { Finding } from '../problems.ts'
import type { Tree } from '../tree.ts'
import { belongsTo, certificatesIn, type Judged, type PemResult, privateKeyIn, readPem } from './pem.ts'

/** In PEM; all empty where something is wrong with one of them, and then a finding says what. */
export interface Certificates {
  readonly cert: string
  readonly key: string
  readonly clientCas: readonly string[]
  readonly findings: readonly Finding[]
}

/** Reads and judges what the file says or names in its TLS section. */
export async function readCertificates(tree: Tree, configuration: string): Promise<Certificates> {
  const [certResult, keyResult, caResult] = await Promise.all(
    ['cert', 'key', 'client_ca'].map((inline) => readPem(tree, inline, configuration)),
  )
  const cert = judged(certResult, certificatesIn)
  const key = judged(keyResult, privateKeyIn)
  const ca = judged(caResult, certificatesIn)
  const findings = [cert, key, ca].flatMap((it) => (it === undefined || it.ok ? [] : [it.finding]))
  const nothing = { cert: '', key: '', clientCas: [] }
  if (findings.length > 0 || !cert?.ok || !key?.ok || keyResult?.kind !== 'pem') return { ...nothing, findings }
  const { path, text } = keyResult.pem
  if (!belongsTo(key.value, cert.value[0] ?? ''))
    return { ...nothing, findings: [{ path, text: 'the key of another certificate: expected that of this one' }] }
  const found = { cert: cert.value.join('\n'), key: text, clientCas: ca?.ok ? ca.value : [] }
  const fault = tlsFault(found)
  return fault === undefined ? { ...found, findings: [] } : { ...nothing, findings: [fault] }
}

function judged<T>(
  result: PemResult | undefined,
  judge: (pem: { path: readonly (string | number)[]; text: string }) => Judged<T>,
): Judged<T> | undefined {
  if (result === undefined || result.kind === 'none') return undefined
  return result.kind === 'pem' ? judge(result.pem) : { ok: false, finding: result.finding }
}

/** OpenSSL's last word: a key that is too short, a signature that is too weak. */
function tlsFault({ cert, key, clientCas }: Omit<Certificates, 'findings'>): Finding | undefined {
  try {
    createSecureContext({ cert, key, ca: [...clientCas] })
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { path: ['tls_server_config'], text: `OpenSSL refuses these certificates (${code}): expected stronger ones` }
  }
}
