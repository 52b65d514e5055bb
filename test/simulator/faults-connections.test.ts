import { beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { ask, fleetOnce, member, pathOf, raw, simulator } from './support.ts'

let running: Simulator
let path: string
beforeEach(async () => {
  running = await simulator()
  path = pathOf(member(await fleetOnce(), 'fine-ecdsa'))
})

/** The length that was promised, and the body that came. */
function split(text: string) {
  const end = text.indexOf('\r\n\r\n')
  return { promised: Number(/content-length: (\d+)/i.exec(text)?.[1]), body: text.slice(end + 4) }
}

test('truncated: all that was promised, but half of the JSON', async () => {
  running.fault({ fault: 'truncated' })
  const { text, failed } = await raw(running, path)
  const { promised, body } = split(text)
  expect([body.length, failed]).toEqual([promised, undefined])
  expect(() => JSON.parse(body)).toThrow('Unterminated')
})

test('cut_off: half of what was promised, then the end', async () => {
  running.fault({ fault: 'cut_off' })
  const { promised, body } = split((await raw(running, path)).text)
  expect(body.length).toBe(Math.floor(promised / 2))
})

test('reset: nothing but a reset', async () => {
  running.fault({ fault: 'reset' })
  expect(await raw(running, path)).toEqual({ text: '', failed: 'ECONNRESET' })
})

test('early_continue: the right answer, after a 100 that nobody asked for', async () => {
  running.fault({ fault: 'early_continue' })
  const { text } = await raw(running, path)
  expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})

test('not_http: bytes that no client can read', async () => {
  running.fault({ fault: 'not_http' })
  const { text } = await raw(running, path)
  expect(text).not.toMatch(/^HTTP/)
  await expect(ask(running, path)).rejects.toThrow('fetch failed')
})

describe('stalls', () => {
  test('stall_headers: nothing comes until close() ends it', async () => {
    running.fault({ fault: 'stall_headers' })
    const arrived = running.nextRequest()
    const got = raw(running, path)
    await arrived
    await running.close()
    expect((await got).text).toBe('')
  })

  test('stall_body: half comes, and no more until close() ends it', async () => {
    running.fault({ fault: 'stall_body' })
    const response = await ask(running, path)
    const body = response.text()
    await running.close()
    await expect(body).rejects.toThrow()
  })

  test('a client may give up', async () => {
    running.fault({ fault: 'stall_headers' })
    const gone = new AbortController()
    const arrived = running.nextRequest()
    const response = ask(running, path, { signal: gone.signal })
    await arrived
    gone.abort()
    await expect(response).rejects.toThrow('aborted')
  })
})

describe('late', () => {
  test('drip: a byte at a time, whole in the end', async () => {
    running.fault({ fault: 'drip', everyMs: 0 })
    const response = await ask(running, '/user/tokens/verify')
    const sizes = []
    for await (const chunk of response.body ?? []) sizes.push(chunk.length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(Number(response.headers.get('content-length')))
    expect(sizes.length).toBeGreaterThan(20)
  })

  test('drip ends with close()', async () => {
    running.fault({ fault: 'drip', everyMs: 60_000 })
    const response = await ask(running, path)
    const body = response.text()
    await running.close()
    await expect(body).rejects.toThrow()
  })

  test('slow: later than asked for, and on top of another fault', async () => {
    running.fault({ fault: 'slow', ms: 80 })
    running.fault({ fault: 'status', status: 503 })
    const started = performance.now()
    expect((await ask(running, path)).status).toBe(503)
    expect(performance.now() - started).toBeGreaterThanOrEqual(79)
  })

  test('slow ends with close()', async () => {
    running.fault({ fault: 'slow', ms: 60_000 })
    const arrived = running.nextRequest()
    const got = raw(running, path)
    await arrived
    await running.close()
    expect((await got).text).toBe('')
  })
})

test('close() ends idle connections, may be called twice, and frees the port', async () => {
  await (await ask(running, path)).text()
  await running.close()
  await running.close()
  const { port } = new URL(running.baseUrl)
  const again = await simulator({ port: Number(port) })
  expect(new URL(again.baseUrl).port).toBe(port)
  await expect(simulator({ port: Number(port) })).rejects.toThrow('EADDRINUSE')
})
