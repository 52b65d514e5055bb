import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type FreezableDisk, freezableDisk } from '../support/freezable-disk.ts'
import { patience, startWatcher, type Watcher } from '../support/watcher.ts'

const wasWritten = 'cloudflare_cert_exporter_state_last_write_successful'
const failures = 'cloudflare_cert_exporter_state_write_failures_total'

let folder: string
let disk: FreezableDisk | undefined
let simulator: Simulator
let watcher: Watcher
let certificate: SimulatedCertificate

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-hung-'))
  disk = await freezableDisk(folder, 'test/state/state-keeper.test.ts')
  const fleet = await demoFleet({ now: new Date() })
  const [first] = fleet.certificates
  if (!first) throw new Error('the fleet is empty')
  certificate = first
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const lines = [
    'schedule: 1s',
    `cloudflare: {base_url: "${simulator.baseUrl}", requests_per_5m: 1200}`,
    'credentials: {default: {api_token_file: token}}',
    `certificates: [{zone_id: ${certificate.zoneId}, certificate_id: ${certificate.certificateId}, kind: ${certificate.kind}}]`,
    `state: {path: ${join(disk?.folder ?? folder, 'state.json')}}`,
  ]
  watcher = await startWatcher(lines, { files: { token: simulator.credentials.token } })
})
afterAll(async () => {
  await disk?.thaw()
  await watcher?.close()
  await simulator?.close()
  await disk?.remove()
  await rm(folder, { recursive: true, force: true })
})

function become(status: string): void {
  simulator.upsert({ ...certificate, record: { ...certificate.record, id: certificate.certificateId, status } })
}

/** Until `/metrics` says so. */
async function shown(status: string, written: number) {
  return vi.waitFor(async () => {
    const scrape = await watcher.scrape()
    const now = scrape.samples('cloudflare_cert_status').find(({ value }) => value === 1)?.labels['status']
    expect([now, scrape.value(wasWritten)]).toEqual([status, written])
    return scrape
  }, patience)
}

test('a disk that hangs holds up neither what is shown nor a start, and is told', async ({ skip }) => {
  if (!disk) return skip('no disk can be frozen here')
  become('active')
  await shown('active', 1)
  // A disk that was slow before does not count.
  const before = (await watcher.scrape()).value(failures) ?? 0
  const told = {
    failed: watcher.logged('state_write_failed').length,
    again: watcher.logged('state_written_again').length,
  }
  await disk.freeze()
  become('deployment_timed_out')
  expect((await shown('deployment_timed_out', 0)).value(failures)).toBe(before + 1)
  expect(watcher.logged('state_write_failed').slice(told.failed)).toMatchObject([
    { detail: expect.stringContaining('does not end') },
  ])

  await disk.thaw()
  await shown('deployment_timed_out', 1)
  expect(watcher.logged('state_written_again')).toHaveLength(told.again + 1)

  await watcher.kill()
  await disk.freeze()
  await watcher.start()
  become('active')
  await shown('active', 0)
  expect(watcher.logged('state_restored')).toHaveLength(1)
  await disk.thaw()
  await shown('active', 1)
})
