import zlib from 'node:zlib'

/** Raw deflate whose blocks are stored as they are (RFC 1951, section 3.2.4): what is small and what is fast does not matter here. */

const longestBlock = 0xffff
const blockHead = 5

/** Ends at a byte, as after a flush, so that several can follow each other. */
export function stored(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const blocks = Math.ceil(bytes.length / longestBlock)
  const out = Buffer.allocUnsafe(bytes.length + blocks * blockHead)
  let at = 0
  for (let from = 0; from < bytes.length; from += longestBlock) {
    const block = bytes.subarray(from, from + longestBlock)
    out[at] = 0
    out.writeUInt16LE(block.length, at + 1)
    out.writeUInt16LE(block.length ^ longestBlock, at + 3)
    out.set(block, at + blockHead)
    at += blockHead + block.length
  }
  return out
}

/** @param deflated such blocks and an end; anything else is left to zlib */
export function readStored(deflated: Uint8Array): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(deflated)
  const blocks: Buffer<ArrayBuffer>[] = []
  let at = 0
  while (bytes[at] === 0 && at + blockHead <= bytes.length) {
    const length = bytes.readUInt16LE(at + 1)
    blocks.push(bytes.subarray(at + blockHead, at + blockHead + length))
    at += blockHead + length
  }
  const isEnd = bytes[at] === 3 && bytes[at + 1] === 0 && at + 2 === bytes.length
  return isEnd ? Buffer.concat(blocks) : realInflate(deflated)
}

const realInflate = zlib.inflateRawSync
