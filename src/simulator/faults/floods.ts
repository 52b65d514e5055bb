import { once } from 'node:events'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { bytesOf } from '../api/answer.ts'
import { faultKind } from './kind.ts'
import { number } from './parameters.ts'

const megabyte = 1024 * 1024

/** More than any client should accept. */
export const floodFaults = {
  huge: faultKind(
    'valid JSON, but so many megabytes of it',
    { megabytes: number(64) },
    async (answer, { megabytes }, { response }) => {
      response.writeHead(answer.status, answer.headers)
      await pour(padded(Buffer.alloc(megabyte, ' '), megabytes, bytesOf(answer)), response)
      return undefined
    },
  ),

  gzip_bomb: faultKind(
    'so many megabytes that are small on the wire, compressed whether the client asked for it or not',
    { megabytes: number(256) },
    async (answer, { megabytes }, { response }) => {
      response.writeHead(answer.status, { ...answer.headers, 'content-encoding': 'gzip' })
      // A gzip file may have several members, so one megabyte is compressed once and repeated.
      await pour(padded(gzipSync(Buffer.alloc(megabyte, ' ')), megabytes, gzipSync(bytesOf(answer))), response)
      return undefined
    },
  ),

  endless_headers: faultKind('headers without end', {}, async (_, __, { request }) => {
    const { socket } = request
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n')
    for (let line = 0; !socket.destroyed; line += 1) {
      if (!socket.write(`x-padding-${line}: ${'a'.repeat(1000)}\r\n`)) await drained(socket)
    }
    return undefined
  }),
}

/** White space before JSON is valid JSON. */
function* padded(padding: Buffer, times: number, end: Buffer): Generator<Buffer> {
  for (let count = 0; count < times; count += 1) yield padding
  yield end
}

/** A client may hang up. That is the purpose of the fault. */
async function pour(parts: Iterable<Buffer>, to: Writable): Promise<void> {
  await pipeline(Readable.from(parts), to).catch(() => undefined)
}

async function drained(socket: Writable): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).catch(() => undefined)
  settled.abort()
}
