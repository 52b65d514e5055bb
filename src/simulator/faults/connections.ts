import type { ServerResponse } from 'node:http'
import { type Answer, bytesOf } from '../api/answer.ts'
import { faultKind } from './kind.ts'
import { number } from './parameters.ts'

/** Faults of the connection between the answer and the client. */
export const connectionFaults = {
  slow: faultKind(
    'late by so many milliseconds; the only fault that comes on top of others',
    { ms: number(1000) },
    async (answer, { ms }, exchange) => {
      await exchange.pause(ms)
      return answer
    },
  ),

  truncated: faultKind('the body ends in the middle, the connection ends well', {}, (answer) => {
    const body = bytesOf(answer)
    return { ...answer, content: Buffer.from(body.subarray(0, Math.floor(body.length / 2))) }
  }),

  cut_off: faultKind('the connection is destroyed in the middle of the body', {}, (answer, _, { response }) => {
    begin(response, answer)
    response.write(half(answer), () => response.destroy())
    return undefined
  }),

  reset: faultKind('the connection is reset before anything came', {}, (_, __, { request }) => {
    request.socket.resetAndDestroy()
    return undefined
  }),

  stall_headers: faultKind('nothing comes, for ever', {}, () => undefined),

  stall_body: faultKind('half of the body comes, then nothing, for ever', {}, (answer, _, { response }) => {
    begin(response, answer)
    response.write(half(answer))
    return undefined
  }),

  drip: faultKind(
    'one byte of the body every so many milliseconds',
    { everyMs: number(100) },
    async (answer, { everyMs }, exchange) => {
      const { response } = exchange
      begin(response, answer)
      for (const byte of bytesOf(answer)) {
        if (response.destroyed) return undefined
        response.write(Buffer.of(byte))
        await exchange.pause(everyMs)
      }
      response.end()
      return undefined
    },
  ),

  early_continue: faultKind(
    'an unsolicited 100 Continue before the right answer (RFC 9110, 15.2.1)',
    {},
    (answer, _, { response }) => {
      response.writeContinue()
      return answer
    },
  ),

  not_http: faultKind('bytes that are no HTTP', {}, (_, __, { request }) => {
    request.socket.end(
      Buffer.from('\x16\x03\x01\x02\x00 this is not the protocol you are looking for\r\n\r\n', 'latin1'),
    )
    return undefined
  }),
}

/** Sends a Content-Length for the whole body, whatever follows. */
function begin(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytesOf(answer).length })
}

function half(answer: Answer): Buffer {
  const body = bytesOf(answer)
  return body.subarray(0, Math.floor(body.length / 2))
}
