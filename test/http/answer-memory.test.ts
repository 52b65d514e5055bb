import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { AnswerMemory, defaultMemoryLimits, type MemoryLimits } from '../../src/http/answer-memory.ts'
import type { Refusal } from '../../src/http/refusals.ts'
import type { Handler, LongBody, Reply } from '../../src/http/routes.ts'
import { withinMemory } from '../../src/http/within-memory.ts'
import { closed, get, hello, rawConnection, useServers } from './door/support.ts'

const serve = useServers()
const mega = 1024 * 1024
const ok: Reply = { status: 200, body: 'x' }

function memoryOf(limits: Partial<MemoryLimits>) {
  const refusals: Refusal[] = []
  const memory = new AnswerMemory((reason) => refusals.push(reason), {
    ...defaultMemoryLimits,
    bytes: 4 * mega,
    bytesInTheMaking: mega,
    ...limits,
  })
  return { memory, refusals }
}

/** A handler that answers when it is told to. */
function patient() {
  const replies: ((reply: Reply) => void)[] = []
  const handler: Handler = () => new Promise<Reply>((resolve) => replies.push(resolve))
  return { replies, handler }
}

const scrape = (port: number, localAddress = '127.0.0.1') => get(port, { secure: false, path: '/scrape', localAddress })

/** Longer than all buffers between two ends of a connection. */
const endless: LongBody = {
  length: 200 * mega,
  held: { bytes: mega / 2 },
  pieces: {
    *[Symbol.iterator]() {
      for (let i = 0; i < 200; i++) yield Buffer.alloc(mega)
    },
  },
}

async function slowReader(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'readable')
  return socket
}

describe('answers for which there is no memory', () => {
  test('wait until another one has been read, and other paths do not', async () => {
    const { memory, refusals } = memoryOf({})
    const { replies, handler } = patient()
    const { port } = await serve({}, { ...hello, '/scrape': { GET: withinMemory(memory, handler) } })
    const all = [1, 2, 3].map(() => scrape(port))
    await expect.poll(() => replies.length).toBe(2)
    expect((await get(port, { secure: false })).outcome).toBe(200)
    expect(replies).toHaveLength(2)
    replies[0]?.(ok)
    await expect.poll(() => replies.length).toBe(3)
    for (const reply of replies) reply(ok)
    expect((await Promise.all(all)).map(({ outcome }) => outcome)).toEqual([200, 200, 200])
    expect(refusals).toEqual([])
  })

  test('are told to come again after a while, with a reason', async () => {
    const { memory, refusals } = memoryOf({ patienceMs: 50 })
    const { replies, handler } = patient()
    const { port } = await serve({}, { '/scrape': { GET: withinMemory(memory, handler) } })
    const waiting = [scrape(port), scrape(port)]
    await expect.poll(() => replies.length).toBe(2)
    expect(await scrape(port)).toMatchObject({ outcome: 503, headers: { 'retry-after': '2' } })
    expect(refusals).toEqual(['answers_full'])
    for (const reply of replies) reply(ok)
    await Promise.all(waiting)
  })

  test('one client has half at most, another one does not wait for it', async () => {
    const { memory } = memoryOf({})
    const { replies, handler } = patient()
    const { port } = await serve({}, { '/scrape': { GET: withinMemory(memory, handler) } })
    const flood = Array.from({ length: 10 }, () => scrape(port))
    await expect.poll(() => replies.length).toBe(2)
    const other = scrape(port, '127.0.0.2')
    await expect.poll(() => replies.length).toBe(3)
    replies[2]?.(ok)
    expect((await other).outcome).toBe(200)
    for (let i = 0; i < 11; i++) {
      await expect.poll(() => replies.length).toBeGreaterThan(i)
      replies[i]?.(ok)
    }
    expect((await Promise.all(flood)).map(({ outcome }) => outcome)).toEqual(Array(10).fill(200))
  })

  test('are as many as there is room for by bytes: what they share counts once', async () => {
    const { memory } = memoryOf({ bytesInTheMaking: 1000 })
    const shared = { key: {}, bytes: 3 * mega }
    const over = new Promise<void>(() => undefined)
    const ask = () => memory.claim({ client: 'a', cut: () => undefined, over })
    for (let i = 0; i < 10; i++) (await ask())?.hold({ bytes: 1000, shared })
    const other = await memory.claim({ client: 'b', cut: () => undefined, over })
    other?.hold({ bytes: 1000, shared: { key: {}, bytes: 3 * mega } })
    const waits = ask()
    expect(await Promise.race([waits, Promise.resolve('waits')])).toBe('waits')
  })

  test('an answer that is larger than all memory is made while there is no other', async () => {
    const { memory } = memoryOf({ bytes: 10, bytesInTheMaking: 100 })
    const { port } = await serve({}, { '/scrape': { GET: withinMemory(memory, () => ok) } })
    expect((await Promise.all([scrape(port), scrape(port)])).map(({ outcome }) => outcome)).toEqual([200, 200])
  })
})

describe('a slow reader', () => {
  test.each([
    ['another', '127.0.0.2'],
    ['the same', '127.0.0.1'],
  ])('keeps nobody out who comes from %s address', async (_, address) => {
    const { memory, refusals } = memoryOf({ slowReaderMs: 50 })
    const routes = {
      '/endless': { GET: withinMemory(memory, () => ({ status: 200, body: endless })) },
      '/scrape': { GET: withinMemory(memory, () => ok) },
    }
    const { port } = await serve({}, routes)
    const readers = [await slowReader(port), await slowReader(port)]
    for (let i = 0; i < 5; i++) expect((await scrape(port, address)).outcome).toBe(200)
    expect(refusals).toEqual(address === '127.0.0.1' ? ['slow_reader'] : [])
    for (const reader of readers) reader.destroy()
  })

  test('is left in peace while nobody waits', async () => {
    const { memory, refusals } = memoryOf({ slowReaderMs: 10 })
    const { port } = await serve(
      {},
      { '/endless': { GET: withinMemory(memory, () => ({ status: 200, body: endless })) } },
    )
    const reader = await slowReader(port)
    await new Promise((resolve) => setTimeout(resolve, 50))
    reader.resume()
    let received = 0
    reader.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received > endless.length) reader.destroy()
    })
    await closed(reader)
    expect(received).toBeGreaterThan(endless.length)
    expect(refusals).toEqual([])
  })
})

test('who hangs up while it waits, or while it is answered, leaves its place', async () => {
  const { memory, refusals } = memoryOf({})
  let asked = 0
  const handler: Handler = () => {
    asked += 1
    return asked > 2 ? ok : new Promise<Reply>(() => undefined)
  }
  const { port } = await serve({}, { '/scrape': { GET: withinMemory(memory, handler) } })
  const socket = await rawConnection(port)
  socket.write('GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4))
  await expect.poll(() => asked).toBe(2)
  const next = scrape(port)
  socket.resetAndDestroy()
  expect((await next).outcome).toBe(200)
  expect(refusals).toEqual([])
})
