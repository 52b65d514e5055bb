/**
 * OpenSSL refuses a peer's chain of over 100 kB of DER (SSL_MAX_CERT_LIST_DEFAULT), 135 kB as PEM, so no origin could be shown
 * a longer one; the rest is room for text around it. It keeps one answer from costing seconds of parsing.
 */
export const maxPemLength = 256 * 1024

const maxBlocks = 10

/** The labels that OpenSSL's PEM_read_bio_X509 reads. Behind the certificate in a TRUSTED one stands for what it is trusted. */
const beginning = /^-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----/

/**
 * What stands between the lines of the first ten certificates. Not a regular expression over all of it: many beginnings without
 * an end are quadratic. A second beginning before the end begins anew, as in Go's pem.Decode: what was pasted first is cut off.
 */
export function certificateBlocks(pem: string): string[] {
  const blocks: string[] = []
  for (const piece of pem.split(/(?=-----BEGIN )/)) {
    const [begin, label] = beginning.exec(piece) ?? []
    const stop = piece.indexOf(`-----END ${label}-----`)
    if (begin === undefined || stop === -1) continue
    blocks.push(piece.slice(begin.length, stop))
    if (blocks.length === maxBlocks) break
  }
  return blocks
}

/** The bytes of a block; undefined where it is not the base64 of something that can be DER. */
export function decodeBlock(block: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = block.replace(/\s+/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
