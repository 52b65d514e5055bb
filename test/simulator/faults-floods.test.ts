import { beforeEach, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { ask, fleetOnce, member, pathOf, raw, simulator } from './support.ts'

let running: Simulator
let path: string
beforeEach(async () => {
  running = await simulator()
  path = pathOf(member(await fleetOnce(), 'fine-ecdsa'))
})

test('huge: megabytes of valid JSON', async () => {
  running.fault({ fault: 'huge', megabytes: 3 })
  const text = await (await ask(running, path)).text()
  expect(text.length).toBeGreaterThan(3 * 1024 * 1024)
  expect(JSON.parse(text)).toMatchObject({ success: true })
})

test('huge: a client that hangs up ends it', async () => {
  running.fault({ fault: 'huge', megabytes: 100_000, times: 1 })
  const { text } = await raw(running, path, 100_000)
  expect(text.length).toBeLessThan(10_000_000)
  expect((await ask(running, path)).status).toBe(200)
})

test('gzip_bomb: compressed without having been asked to, small on the wire', async () => {
  running.fault({ fault: 'gzip_bomb', megabytes: 8 })
  const { text } = await raw(running, '/user/tokens/verify')
  expect(text).toContain('content-encoding: gzip')
  expect(text.length).toBeLessThan(20_000)
  running.clearFaults()
  running.fault({ fault: 'gzip_bomb', megabytes: 8 })
  expect((await (await ask(running, path)).text()).length).toBeGreaterThan(8 * 1024 * 1024)
})

test('endless_headers: more than any client takes, until it hangs up', async () => {
  running.fault({ fault: 'endless_headers', times: 1 })
  const { text } = await raw(running, path, 200_000)
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: application\/json\r\nx-padding-0: a+\r\nx-padding-1: /)
  expect(text).not.toContain('\r\n\r\n')
  expect((await ask(running, path)).status).toBe(200)
})

test('endless_headers: close() ends them', async () => {
  running.fault({ fault: 'endless_headers' })
  const arrived = running.nextRequest()
  const got = raw(running, path)
  await arrived
  await running.close()
  await got
})
