import { certificateBlocks, decodeBlock } from '../certificate/pem.ts'
import { type PathCertificate, readPathCertificate } from './path-certificate.ts'

/** The certificates of a PEM text in base64, the leaf first: what is kept to build paths again when a CA file changes. */
export function presentedIn(pem: string): readonly string[] {
  return certificateBlocks(pem).map((block) => block.replace(/\s+/g, ''))
}

/** The same, read for building paths. Undefined: what cannot be read. */
export function presentedCertificates(presented: readonly string[]): readonly (PathCertificate | undefined)[] {
  return presented.map((base64) => {
    const der = decodeBlock(base64)
    return der && readPathCertificate(der)
  })
}
