import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { readState } from '../../src/state/format.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

const wasWritten = 'cloudflare_cert_exporter_state_last_write_successful'

let folder: string
let simulator: Simulator
let first: Watcher
let newcomer: Watcher

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-shared-'))
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const [certificate] = fleet.certificates
  const lines = [
    'schedule: 1s',
    `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
    'credentials: {default: {api_token_file: token}}',
    `certificates: [{zone_id: ${certificate?.zoneId}, certificate_id: ${certificate?.certificateId}, kind: ${certificate?.kind}}]`,
    `state: {path: ${join(folder, 'state.json')}}`,
  ]
  const files = { token: simulator.credentials.token }
  first = await startWatcher(lines, { files })
  await first.firstCycle()
  newcomer = await startWatcher(lines, { files })
})
afterAll(async () => {
  await newcomer?.close()
  await first?.close()
  await simulator?.close()
  await rm(folder, { recursive: true, force: true })
})

async function writer() {
  const reading = readState(await readFile(join(folder, 'state.json'), 'utf8'))
  if (!reading.ok) throw new Error(reading.detail)
  return reading.state.mark
}

test('of two daemons on one file the newcomer stands back; after an end or a kill the other one writes', async () => {
  await vi.waitFor(() => expect(newcomer.logged('state_shared')).toMatchObject([{ writer: 'other' }]), patience)
  const owner = await writer()
  await newcomer.cycle()
  await first.cycle()
  expect((await writer()).id).toBe(owner.id)
  expect((await writer()).number).toBeGreaterThan(owner.number)
  expect((await newcomer.scrape()).value(wasWritten)).toBe(0)
  expect((await first.scrape()).value(wasWritten)).toBe(1)
  expect(await (await fetch(`http://${newcomer.host}/`)).text()).toContain(
    'Another process writes the same state file.',
  )
  // On a busy machine a write takes longer than it is waited for, and is told to have failed.
  const failures = [first, newcomer].flatMap((each) => each.logged('state_write_failed'))
  expect(failures.filter(({ detail }) => !String(detail).startsWith('the write does not end'))).toEqual([])

  await first.close()
  await vi.waitFor(async () => expect((await writer()).id).not.toBe(owner.id), patience)
  const heir = await writer()
  await vi.waitFor(async () => expect((await newcomer.scrape()).value(wasWritten)).toBe(1), patience)

  await newcomer.kill()
  await newcomer.start()
  await newcomer.firstCycle()
  await vi.waitFor(async () => expect((await writer()).id).not.toBe(heir.id), patience)
  expect(newcomer.logged('state_shared')).toEqual([])
  expect((await readdir(folder)).filter((name) => name.includes('set-aside'))).toEqual([])
})
