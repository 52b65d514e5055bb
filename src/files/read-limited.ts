import { createReadStream, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'

export type ReadResult =
  | { readonly ok: true; readonly content: Buffer }
  | { readonly ok: false; readonly code: string; readonly detail: string }

/** `readLimited`, or what stands in its place. Never rejects. */
export type ReadFile = (path: string, limitBytes: number) => Promise<ReadResult>

/** Reads a file up to a limit, so that a wrong path, such as a device or a disk image, cannot fill the memory. */
export async function readLimited(path: string, limitBytes: number): Promise<ReadResult> {
  const chunks: Buffer[] = []
  try {
    // Opening a pipe would wait for its writer for ever, and no signal could end the wait.
    const entry = await stat(path)
    if (!isReadable(entry)) return { ok: false, code: 'NOT_A_FILE', detail: 'is neither a file nor a device' }
    // A mount that hangs may answer after hours. `end` is inclusive, so one byte more than allowed shows that there is more.
    const signal = AbortSignal.timeout(longestReadMs)
    // In one piece: of many small ones the memory is not given back to the system.
    const highWaterMark = Math.min(Math.max(entry.size, smallestPiece), limitBytes + 1)
    const options = { end: limitBytes, signal, highWaterMark }
    for await (const chunk of createReadStream(path, options))
      chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk))
  } catch (error) {
    return whyUnread(error)
  }
  const [first = Buffer.alloc(0), ...rest] = chunks
  const content = rest.length === 0 ? first : Buffer.concat(chunks)
  if (content.length <= limitBytes) return { ok: true, content }
  return { ok: false, code: 'TOO_LARGE', detail: `is larger than ${formatBytes(limitBytes)}` }
}

const longestReadMs = 5_000
const smallestPiece = 64 * 1024

function isReadable(entry: Stats): boolean {
  return entry.isFile() || entry.isDirectory() || entry.isCharacterDevice()
}

const details: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a directory',
  ABORT_ERR: 'cannot be read in time',
}

/** Says in words what an error of the system means for who wants to read a file. */
export function whyUnread(error: unknown): ReadResult & { readonly ok: false } {
  const given: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  const code = typeof given === 'string' ? given : 'unknown'
  return { ok: false, code, detail: details[code] ?? `cannot be read (${code})` }
}

function formatBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / (1024 * 1024)} MB` : `${bytes / 1024} kB`
}
