/**
 * OpenSSL refuses a peer's chain of over 100 kB of DER (SSL_MAX_CERT_LIST_DEFAULT), which is 135 kB of PEM, so a longer chain cannot
 * reach an origin. The rest is room for text around it. The limit keeps one answer from costing seconds of work.
 */
export const maxPemLength = 256 * 1024

const maxBlocks = 10

/** The labels that OpenSSL's PEM_read_bio_X509 reads. In a TRUSTED block, the trust settings follow the certificate. */
export const certificateBeginning = /^-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----/

/**
 * The content of the first ten certificate blocks. A single regular expression would take quadratic time for many beginnings without an
 * end. A second beginning before the end starts anew, as in Go's pem.Decode.
 */
export function certificateBlocks(pem: string): string[] {
  const blocks: string[] = []
  for (const piece of pem.split(/(?=-----BEGIN )/)) {
    const [begin, label] = certificateBeginning.exec(piece) ?? []
    const stop = piece.indexOf(`-----END ${label}-----`)
    if (begin === undefined || stop === -1) continue
    blocks.push(piece.slice(begin.length, stop))
    if (blocks.length === maxBlocks) break
  }
  return blocks
}

/** The bytes of a block. Undefined if it is not base64 of something that can be DER. */
export function decodeBlock(block: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = block.replace(/\s+/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
