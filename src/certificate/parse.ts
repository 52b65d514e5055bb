import { createHash } from 'node:crypto'
import { chainBehind, endOf } from './chain.ts'
import { readInteger } from './der-numbers.ts'
import { type CertificateFields, readFields } from './fields.ts'
import { lint } from './lint.ts'
import type { CertificateFacts } from './model.ts'
import { longestName, writeName } from './name-writer.ts'
import { certificateBlocks, decodeBlock, maxPemLength } from './pem.ts'
import { readPublicKey } from './public-key.ts'
import { readSignatureAlgorithm } from './signature-algorithm.ts'
import { commonNameOf } from './subject-cn.ts'

/** Three times the 20 octets that RFC 5280 allows. */
const longestSerial = 60

/** `detail` is a short plain text for the log. It contains nothing from the PEM. */
export type ParsedPem =
  | { readonly ok: true; readonly facts: CertificateFacts }
  | { readonly ok: false; readonly detail: string }

/**
 * Reads the first certificate of a PEM text as the leaf, and its chain from the others. It never throws, and does not compare dates with
 * the present. It does not check trust, so a certificate with a wrong signature is read like any other.
 */
export function parsePem(pem: string): ParsedPem {
  if (pem.length > maxPemLength) return refuse(`the PEM text is longer than ${maxPemLength} characters`)
  const [first, ...behind] = certificateBlocks(pem)
  if (first === undefined) return refuse('there is no complete CERTIFICATE block in the PEM text')
  const der = decodeBlock(first)
  if (der === undefined) return refuse('the first CERTIFICATE block is not base64')
  const leaf = readFields(der)
  if (leaf === undefined) return refuse('the first CERTIFICATE block is not a readable X.509 certificate')
  return { ok: true, facts: factsOf(leaf, behind.flatMap(readBlock)) }
}

function refuse(detail: string): ParsedPem {
  return { ok: false, detail }
}

/** Undefined if the block contains no certificate. In a chain such a block is ignored. */
function readBlock(block: string): readonly CertificateFields[] {
  const der = decodeBlock(block)
  const fields = der && readFields(der)
  return fields ? [fields] : []
}

function factsOf(leaf: CertificateFields, behind: readonly CertificateFields[]): CertificateFacts {
  const subject = writeName(leaf.subject).slice(0, longestName)
  const publicKey = readPublicKey(leaf.publicKey)
  const signature = readSignatureAlgorithm(leaf.signatureAlgorithm)
  const chain = chainBehind(leaf, behind)
  return {
    ...leaf.validity,
    chain,
    chainNotAfter: endOf(chain),
    serialNumber: readSerial(leaf.serialNumber.content),
    issuer: writeName(leaf.issuer).slice(0, longestName),
    subject,
    commonName: commonNameOf(subject),
    signatureAlgorithm: signature.name,
    publicKey: publicKey.name,
    fingerprintSha256: createHash('sha256').update(leaf.encoding).digest('hex'),
    problems: lint(leaf, publicKey, signature),
  }
}

function readSerial(content: Uint8Array): string {
  return content.length > longestSerial ? '' : (readInteger(content)?.toString() ?? '')
}
