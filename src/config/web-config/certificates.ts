import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { type Finding, quoted } from '../problems.ts'
import type { Tree } from '../yaml/tree.ts'
import { belongsTo, certificatesIn, type Judged, type Pem, type PemResult, privateKeyIn, readPem } from './pem.ts'

/** In PEM. All are empty if one of them is wrong; a finding then says what. */
export interface Certificates {
  readonly cert: string
  readonly key: string
  readonly clientCas: readonly string[]
  readonly findings: readonly Finding[]
  /** Settings that are accepted and do not do what they say. */
  readonly warnings: readonly Finding[]
}

/** Reads and checks the certificates and keys of the TLS section. */
export async function readCertificates(tree: Tree, configuration: string): Promise<Certificates> {
  const [certResult, keyResult, caResult] = await Promise.all(
    ['cert', 'key', 'client_ca'].map((inline) => readPem(tree, inline, configuration)),
  )
  const cert = judged(certResult, certificatesIn)
  const key = judged(keyResult, privateKeyIn)
  const ca = judged(caResult, certificatesIn)
  const findings = [cert, key, ca].flatMap((it) => (it === undefined || it.ok ? [] : [it.finding]))
  const nothing = { cert: '', key: '', clientCas: [], warnings: [] }
  if (findings.length > 0 || !cert?.ok || !key?.ok || keyResult?.kind !== 'pem') return { ...nothing, findings }
  const { path, text } = keyResult.pem
  if (!belongsTo(key.value, cert.value[0] ?? ''))
    return { ...nothing, findings: [{ path, text: 'the key of another certificate: expected that of this one' }] }
  const found = { cert: cert.value.join('\n'), key: text, clientCas: ca?.ok ? ca.value : [] }
  const fault = tlsFault(found)
  if (fault !== undefined) return { ...nothing, findings: [fault] }
  const warnings = caResult?.kind === 'pem' ? withoutRoot(caResult.pem, found.clientCas) : []
  return { ...found, findings: [], warnings }
}

/** Go trusts an intermediate by itself. OpenSSL, as Node.js uses it, needs the root. */
function withoutRoot({ path }: Pem, clientCas: readonly string[]): readonly Finding[] {
  const cas = clientCas.map((ca) => new X509Certificate(ca))
  const incomplete = cas.find((ca) => ca.subject !== ca.issuer && !cas.some((issuer) => ca.checkIssued(issuer)))
  if (incomplete === undefined) return []
  const subject = quoted(incomplete.subject.replaceAll('\n', ', '))
  return [
    { path, text: `nobody signed by ${subject} will pass: its own issuer is not here, expected the chain to the root` },
  ]
}

function judged<T>(result: PemResult | undefined, judge: (pem: Pem) => Judged<T>): Judged<T> | undefined {
  if (result === undefined || result.kind === 'none') return undefined
  return result.kind === 'pem' ? judge(result.pem) : { ok: false, finding: result.finding }
}

/** OpenSSL has the last word, for example about a short key or a weak signature. */
function tlsFault({ cert, key, clientCas }: Pick<Certificates, 'cert' | 'key' | 'clientCas'>): Finding | undefined {
  try {
    createSecureContext({ cert, key, ca: [...clientCas] })
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { path: ['tls_server_config'], text: `OpenSSL refuses these certificates (${code}): expected stronger ones` }
  }
}
