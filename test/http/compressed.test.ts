import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { CompressedBodies, compressed } from '../../src/http/compressed.ts'

const reply = { status: 200, headers: { vary: 'accept-encoding' }, body: 'text\n'.repeat(100) }

async function answerFor(accepted: string | undefined) {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
  return compressed({ headers } as IncomingMessage, reply)
}

test.each(['gzip', 'gzip, br', 'deflate, gzip;q=0.5', '*'])(
  'with Accept-Encoding: %s the body is packed',
  async (accepted) => {
    const { headers, body } = await answerFor(accepted)
    expect(headers).toEqual({ vary: 'accept-encoding', 'content-encoding': 'gzip' })
    expect(body instanceof Uint8Array && gunzipSync(body).toString()).toBe(reply.body)
  },
)

test.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'identity, gzip;q=0.5'])(
  'with Accept-Encoding: %s it is not',
  async (accepted) => {
    expect(await answerFor(accepted)).toEqual(reply)
  },
)

test('of the last bodies what was packed once is not packed again', async () => {
  const bodies = new CompressedBodies(2)
  const [a, b] = [bodies.of('a'), bodies.of('b')]
  expect(bodies.of('a')).toBe(a)
  expect(bodies.of('b')).toBe(b)
  const c = bodies.of('c')
  expect(bodies.of('c')).toBe(c)
  expect(bodies.of('a')).not.toBe(a)
  expect(gunzipSync(await a).toString()).toBe('a')
})
