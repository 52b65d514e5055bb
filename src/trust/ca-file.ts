import { certificateBeginning, decodeBlock } from '../certificate/pem.ts'
import { Anchors } from './anchors.ts'
import { type PathCertificate, readPathCertificate } from './path-certificate.ts'

/** An origin has a few, and a system's own collection a hundred and fifty. */
export const mostAnchors = 500

/** In bytes. */
export const largestCaFile = 1024 * 1024

export type CaFileResult =
  | { readonly ok: true; readonly anchors: Anchors }
  /** `line` counts from 1; `detail` goes on after the file's name, and has nothing of the file in it. */
  | { readonly ok: false; readonly line: number; readonly detail: string }

/**
 * Reads the certificates of a CA file in PEM, as nginx does: what stands around them and other blocks are passed over, and one
 * certificate that cannot be read makes the whole file useless.
 */
export function readCaFile(pem: string): CaFileResult {
  const certificates: PathCertificate[] = []
  for (const { line, text } of blocksOf(pem)) {
    if (certificates.length === mostAnchors)
      return refuse(line, `holds more than ${mostAnchors} certificates: expected the CAs of one origin`)
    const read = readBlock(text)
    if (typeof read === 'string') return refuse(line, read)
    if (read) certificates.push(read)
  }
  if (certificates.length === 0)
    return refuse(1, 'holds no certificate: expected PEM that begins with -----BEGIN CERTIFICATE-----')
  return { ok: true, anchors: new Anchors(certificates) }
}

function refuse(line: number, detail: string): CaFileResult {
  return { ok: false, line, detail }
}

interface Block {
  readonly line: number
  readonly text: string
}

/** From each beginning to the next one. */
function* blocksOf(pem: string): Generator<Block> {
  let line = 1
  for (const text of pem.split(/(?=-----BEGIN )/)) {
    yield { line, text }
    line += text.split('\n').length - 1
  }
}

/** Undefined where it is no certificate but something else; a text says what is wrong with it. */
function readBlock(text: string): PathCertificate | undefined | string {
  const [begin, label] = certificateBeginning.exec(text) ?? []
  if (begin === undefined) return undefined
  if (label === 'TRUSTED CERTIFICATE')
    return 'holds a TRUSTED CERTIFICATE, whose settings of trust are not read: expected a plain CERTIFICATE'
  const stop = text.indexOf(`-----END ${label}-----`)
  if (stop === -1) return `has a certificate without an end: expected -----END ${label}-----`
  const der = decodeBlock(text.slice(begin.length, stop))
  const certificate = der && readPathCertificate(der)
  return certificate ?? 'has a certificate that cannot be read: expected X.509 in PEM'
}
