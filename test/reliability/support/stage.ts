import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordedRequest } from '../../../src/simulator/api/requests.ts'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../../src/simulator/store/model.ts'
import { writeConfiguration } from '../../support/configuration.ts'
import { type FastClock, fastClock } from '../../support/fast-clock.ts'
import { patientLength } from '../../support/machine.ts'
import { seededRandom } from '../../support/random.ts'
import { type DaemonInProcess, startInProcess } from './daemon.ts'
import { farSchedule } from './far-schedule.ts'

export interface Setting {
  readonly seed: number
  readonly speed: number
  readonly zones: number
  readonly requestsPer5m: number
  /** Of the zones, the last so many are asked for with a second credential, `other`. */
  readonly otherZones?: number
  /** Its token, where that is not a right one. */
  readonly otherToken?: string
  /** Of a request, in real time. So long that a busy machine makes none; shorter where answers stall. */
  readonly timeout?: string
  /** In force before the daemon starts. */
  readonly faults?: (zones: readonly string[]) => readonly Fault[]
}

/** A large fleet, and the daemon that watches it, both by one fast clock. */
export interface Stage {
  readonly simulator: Simulator
  readonly clock: FastClock
  readonly daemon: DaemonInProcess
  readonly certificates: readonly SimulatedCertificate[]
  /** All since the start, by the fast clock; those of the second credential alone, or those of the first. */
  requests(of?: 'default' | 'other'): readonly RecordedRequest[]
  /** Waits so many seconds of the fast clock. */
  wait(seconds: number): Promise<void>
  close(): Promise<void>
}

/** A zone costs one request, however many certificates it has. */
const perZone = 1

export async function setStage(setting: Setting): Promise<Stage> {
  const { seed, speed, zones, requestsPer5m, otherZones = 0, otherToken } = setting
  const { timeout = patientLength(20), faults = () => [] } = setting
  const clock = fastClock(speed)
  const fleet = await largeFleet({ zones, certificatesPerZone: perZone, now: new Date() })
  const simulator = await startSimulator({
    fleet,
    // The one that never jumps: how far apart requests are is what counts.
    clock: () => new Date(clock.monotonic() * 1000),
    rateLimit: { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 },
    random: seededRandom(seed),
  })
  const zoneIds = fleet.zones.map(({ id }) => id)
  for (const fault of faults(zoneIds)) simulator.fault(fault)
  const others = new Set(zoneIds.slice(zoneIds.length - otherZones))
  const configuration = await writeConfiguration(simulator, fleet.certificates, {
    ...farSchedule,
    cloudflare: { base_url: simulator.baseUrl, timeout, requests_per_5m: requestsPer5m },
    credentials: { default: { api_token_file: 'token' }, other: { api_token_file: 'other' } },
    certificates: fleet.certificates.map(({ zoneId, certificateId }) => ({
      zone_id: zoneId,
      certificate_id: certificateId,
      credentials: others.has(zoneId) ? 'other' : 'default',
    })),
  })
  await writeFile(join(dirname(configuration.path), 'other'), otherToken ?? simulator.credentials.token)
  const daemon = await startInProcess(configuration.path, clock, { seed })
  return {
    simulator,
    clock,
    daemon,
    certificates: fleet.certificates,
    requests: (of) =>
      simulator.requests.filter(({ path }) => of === undefined || isOther(path, others) === (of === 'other')),
    wait: (seconds) => clock.sleep(seconds, new AbortController().signal),
    async close() {
      await daemon.stop()
      await simulator.close()
      await configuration.remove()
    },
  }
}

function isOther(path: string, zones: ReadonlySet<string>): boolean {
  return [...zones].some((zone) => path.includes(zone))
}
