/**
 * OpenSSL refuses a peer's chain of over 100 kB of DER (SSL_MAX_CERT_LIST_DEFAULT), 135 kB as PEM, so no origin could be shown
 * a longer one; the rest is room for text around it. It keeps one answer from costing seconds of parsing.
 */
export const maxPemLength = 256 * 1024

const maxBlocks = 10
const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'

/**
 * What stands between the lines of the first ten CERTIFICATE blocks. Not the library's PemConverter: it silently finds nothing
 * where lines are indented or end in CR alone. Not a regular expression either: many beginnings without an end are quadratic.
 */
export function certificateBlocks(pem: string): string[] {
  const blocks: string[] = []
  let at = pem.indexOf(begin)
  while (at !== -1 && blocks.length < maxBlocks) {
    const stop = pem.indexOf(end, at)
    if (stop === -1) break
    blocks.push(pem.slice(at + begin.length, stop))
    at = pem.indexOf(begin, stop)
  }
  return blocks
}

/** The bytes of a block; undefined where it is not the base64 of something that can be DER. */
export function decodeBlock(block: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = block.replace(/\s+/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
