import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
} as const

/** The text of a body; `detail` says why it has none. */
export type DecodedBody = { readonly text: string; readonly detail: string | undefined }

/**
 * Decodes a body. No encoding is asked for, and some servers and proxies send one all the same (RFC 9110, 12.5.3).
 * @param encoding the header `content-encoding`
 * @param largest how many bytes a decoded body may have
 */
export async function decodeBody(
  bytes: Uint8Array,
  encoding: string | string[] | undefined,
  largest: number,
): Promise<DecodedBody> {
  // It is told as it is written: whoever takes secrets out of texts knows them only so.
  const written = String(encoding ?? 'identity').trim()
  const name = written.toLowerCase()
  if (name === 'identity' || name === '') return { text: textOf(bytes), detail: undefined }
  if (!isKnown(name)) return { text: '', detail: `content-encoding ${written}, which cannot be read` }
  try {
    const decoded = await decoders[name](bytes, { maxOutputLength: largest })
    return { text: textOf(decoded), detail: undefined }
  } catch (error) {
    return { text: '', detail: `content-encoding ${written}, ${whyUndecoded(error, largest)}` }
  }
}

function isKnown(name: string): name is keyof typeof decoders {
  return Object.hasOwn(decoders, name)
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function whyUndecoded(error: unknown, largest: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'ERR_BUFFER_TOO_LARGE' ? `more than ${largest} bytes when decoded` : `not decodable (${code})`
}
