import 'reflect-metadata/lite'
import { createHash } from 'node:crypto'
import { X509Certificate } from '@peculiar/x509'
import { publicKeyName, signatureName } from './algorithms.ts'
import { chainBehind, endOf } from './chain.ts'
import { readElement } from './der.ts'
import { lint } from './lint.ts'
import type { CertificateFacts } from './model.ts'
import { longestName, writeName } from './name-writer.ts'
import { certificateBlocks, decodeBlock, maxPemLength } from './pem.ts'
import { commonNameOf } from './subject-cn.ts'
import { readValidity } from './validity.ts'

/** RFC 5280 allows 20 octets; as hexadecimal digits, three times as many. */
const longestSerial = 120

/** `detail` is a short plain text for a log; nothing of the PEM is in it. */
export type ParsedPem =
  | { readonly ok: true; readonly facts: CertificateFacts }
  | { readonly ok: false; readonly detail: string }

/**
 * Reads the first certificate of a PEM text as the leaf and those behind it as its chain. Never throws, never judges time.
 * Trust is not checked either: a signature that does not verify reads like any other.
 */
export function parsePem(pem: string): ParsedPem {
  if (pem.length > maxPemLength) return refuse(`the PEM text is longer than ${maxPemLength} characters`)
  const [first, ...behind] = certificateBlocks(pem)
  if (first === undefined) return refuse('there is no complete CERTIFICATE block in the PEM text')
  const der = decodeBlock(first)
  if (der === undefined) return refuse('the first CERTIFICATE block is not base64')
  const facts = readFacts(der, behind)
  if (facts === undefined) return refuse('the first CERTIFICATE block is not a readable X.509 certificate')
  if (facts === 'excessive')
    return refuse('a name or the serial number in the certificate is longer than any should be')
  return { ok: true, facts }
}

function refuse(detail: string): ParsedPem {
  return { ok: false, detail }
}

function readFacts(
  der: Uint8Array<ArrayBuffer>,
  behind: readonly string[],
): CertificateFacts | 'excessive' | undefined {
  try {
    const leaf = parseCertificate(der)
    const validity = readValidity(new Uint8Array(leaf.rawData))
    if (!validity) return undefined
    // Before it is made decimal: for a megabit that takes a second.
    if (leaf.serialNumber.length > longestSerial) return 'excessive'
    const names = readNames(leaf)
    if (Math.max(names.issuer.length, names.subject.length) > longestName) return 'excessive'
    const own = { ...validity, ...names }
    const chain = chainBehind(leaf, parseChain(behind))
    return { ...own, chain, chainNotAfter: endOf(chain), problems: lint(leaf, own) }
  } catch {
    // The library throws errors of many classes, some of them only when a property is read.
    return undefined
  }
}

function readNames(
  leaf: X509Certificate,
): Omit<CertificateFacts, 'notBefore' | 'notAfter' | 'chain' | 'chainNotAfter' | 'problems'> {
  const subject = writeName(leaf.subjectName.toJSON())
  return {
    serialNumber: BigInt(`0x${leaf.serialNumber}`).toString(),
    issuer: writeName(leaf.issuerName.toJSON()),
    subject,
    commonName: commonNameOf(subject),
    signatureAlgorithm: signatureName(leaf),
    publicKey: publicKeyName(leaf),
    fingerprintSha256: createHash('sha256').update(new Uint8Array(leaf.rawData)).digest('hex'),
  }
}

/** One after the other, so that what stands behind the end of the chain is never parsed. */
function* parseChain(blocks: readonly string[]): Iterable<X509Certificate | undefined> {
  for (const block of blocks) yield tryCertificate(block)
}

function tryCertificate(block: string): X509Certificate | undefined {
  try {
    const der = decodeBlock(block)
    return der && parseCertificate(der)
  } catch {
    return undefined
  }
}

/** Throws where the bytes are no certificate. Bytes behind it are cut off, or they would be part of the fingerprint. */
function parseCertificate(der: Uint8Array<ArrayBuffer>): X509Certificate {
  const element = readElement(der)
  // Without this the library would take the bytes for a text and look for PEM, base64 or hexadecimal digits in it.
  if (element?.tag !== 0x30) throw new Error('not a DER sequence')
  return new X509Certificate(der.slice(0, element.end))
}
