import { hash } from 'node:crypto'
import { chainBehind, chainCertificateOf, endOf } from './chain.ts'
import { readInteger } from './der-numbers.ts'
import { type CertificateFields, readFields } from './fields.ts'
import { type CertificateRole, lint } from './lint.ts'
import { type CertificateFacts, type CertificateProblem, type ChainCertificate, certificateProblems } from './model.ts'
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
  const read = readBlocks(pem)
  return read.ok ? { ok: true, facts: factsOf(read.first, 'client', chainBehind(read.first, read.others)) } : read
}

/**
 * Reads a PEM text whose certificates sign others. Every one counts, in any order, self-signed ones too: somebody is verified by each.
 * @param serialNumber the one whose facts are given, in decimal, with the others as its chain. The first one if there is no such one.
 */
export function parseAuthorities(pem: string, serialNumber: string | undefined): ParsedPem {
  const read = readBlocks(pem)
  if (!read.ok) return read
  const all = [read.first, ...read.others]
  const chosen = all.find((each) => readSerial(each.serialNumber.content) === serialNumber) ?? read.first
  const others = all.filter(({ encoding }) => !Buffer.from(encoding).equals(chosen.encoding))
  const facts = factsOf(chosen, 'authority', others.map(chainCertificateOf))
  const found = new Set([...facts.problems, ...others.flatMap((each) => problemsIn(each, 'authority'))])
  return { ok: true, facts: { ...facts, problems: certificateProblems.filter((problem) => found.has(problem)) } }
}

/** What a certificate of a CA file says of itself. What is wrong with it as an authority is left to whoever builds paths of it. */
export function factsOfAuthority(certificate: CertificateFields): CertificateFacts {
  return { ...factsOf(certificate, 'authority', []), problems: [] }
}

type ReadBlocks =
  | { readonly ok: true; readonly first: CertificateFields; readonly others: readonly CertificateFields[] }
  | { readonly ok: false; readonly detail: string }

function readBlocks(pem: string): ReadBlocks {
  if (pem.length > maxPemLength) return refuse(`the PEM text is longer than ${maxPemLength} characters`)
  const [first, ...behind] = certificateBlocks(pem)
  if (first === undefined) return refuse('there is no complete CERTIFICATE block in the PEM text')
  const der = decodeBlock(first)
  if (der === undefined) return refuse('the first CERTIFICATE block is not base64')
  const leaf = readFields(der)
  if (leaf === undefined) return refuse('the first CERTIFICATE block is not a readable X.509 certificate')
  return { ok: true, first: leaf, others: behind.flatMap(readBlock) }
}

function refuse(detail: string) {
  return { ok: false, detail } as const
}

/** Undefined if the block contains no certificate. In a chain such a block is ignored. */
function readBlock(block: string): readonly CertificateFields[] {
  const der = decodeBlock(block)
  const fields = der && readFields(der)
  return fields ? [fields] : []
}

function factsOf(leaf: CertificateFields, role: CertificateRole, chain: readonly ChainCertificate[]): CertificateFacts {
  const subject = writeName(leaf.subject).slice(0, longestName)
  const publicKey = readPublicKey(leaf.publicKey)
  const signature = readSignatureAlgorithm(leaf.signatureAlgorithm)
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
    ...(role === 'authority' && { publicKeySha256: sha256(leaf.publicKey.content) }),
    fingerprintSha256: sha256(leaf.encoding),
    problems: lint(leaf, publicKey, signature, role),
  }
}

function problemsIn(certificate: CertificateFields, role: CertificateRole): readonly CertificateProblem[] {
  const signature = readSignatureAlgorithm(certificate.signatureAlgorithm)
  return lint(certificate, readPublicKey(certificate.publicKey), signature, role)
}

function readSerial(content: Uint8Array): string {
  return content.length > longestSerial ? '' : (readInteger(content)?.toString() ?? '')
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}
