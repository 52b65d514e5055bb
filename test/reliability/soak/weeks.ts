import { readFile, writeFile } from 'node:fs/promises'
import { parse, stringify } from 'yaml'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from '../../support/configuration.ts'
import { type FastClock, fastClock } from '../../support/fast-clock.ts'
import { patientLength } from '../../support/machine.ts'
import { seededRandom } from '../../support/random.ts'
import { replaceFile } from '../../support/replace-file.ts'
import { type DaemonInProcess, startInProcess } from '../support/daemon.ts'
import { farSchedule } from '../support/far-schedule.ts'
import { scrape, successes } from '../support/scrape.ts'
import { type Measurement, measure } from './measure.ts'

export interface SoakSetting {
  /** At most. */
  readonly days: number
  /** Real seconds after which no other day begins. */
  readonly seconds?: number
  readonly hoursOfADay?: number
  readonly seed: number
  /** How many times faster than life. */
  readonly speed: number
  readonly onDay: (measurement: Measurement) => void
}

const faults: readonly Fault[] = [
  { fault: 'status', status: 503 },
  { fault: 'status', status: 429, code: 971, retryAfter: '60' },
  { fault: 'status', status: 403, code: 10000 },
  { fault: 'reset' },
  { fault: 'cut_off' },
  { fault: 'html' },
  { fault: 'truncated' },
  { fault: 'field', becomes: 'text', text: 'garbage' },
  { fault: 'invalid_utf8' },
  { fault: 'status', status: 500, probability: 0.5 },
]

/** Lives through so many days of cycles, outages, rotations, reloads and token rotations; measures at the end of each. */
export async function live(setting: SoakSetting): Promise<readonly Measurement[]> {
  const clock = fastClock(setting.speed)
  const fleet = await largeFleet({ zones: 10, certificatesPerZone: 4, now: new Date() })
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  const random = seededRandom(setting.seed)
  const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit, random })
  const configuration = await writeConfiguration(simulator, fleet.certificates, {
    ...farSchedule,
    cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(1), requests_per_5m: 1200 },
    state: { path: 'state.json' },
  })
  const daemon = await startInProcess(configuration.path, clock, { seed: setting.seed })
  const weeks = new Weeks({ clock, simulator, configuration, daemon, random, certificates: fleet.certificates })
  const measurements: Measurement[] = []
  const { days, seconds = Number.POSITIVE_INFINITY, hoursOfADay = 24 } = setting
  const end = Date.now() + seconds * 1000
  try {
    for (let day = 1; day <= days && Date.now() < end; day++) {
      for (let hour = 0; hour < hoursOfADay; hour++) await weeks.hour()
      await weeks.well()
      const measurement = await measure(day, daemon.url)
      measurements.push(measurement)
      setting.onDay(measurement)
    }
  } finally {
    await daemon.stop()
    await simulator.close()
    await configuration.remove()
  }
  return measurements
}

interface Parts {
  readonly clock: FastClock
  readonly simulator: Simulator
  readonly configuration: ConfigurationFile
  readonly daemon: DaemonInProcess
  readonly random: () => number
  readonly certificates: readonly SimulatedCertificate[]
}

const never = new AbortController().signal

class Weeks {
  readonly #parts: Parts
  #renewals = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A full cycle, scrapes, and whatever else may happen in an hour. */
  async hour(): Promise<void> {
    const { clock, simulator, daemon, random } = this.#parts
    const chance = (share: number) => random() < share
    if (chance(0.1)) simulator.fault(this.#pick(faults))
    else if (chance(0.3)) simulator.clearFaults()
    if (chance(0.2)) this.#renew()
    if (chance(0.1)) await this.#reconfigure()
    if (chance(0.05)) await this.#rotateToken()
    if (chance(0.05)) clock.jump(random() < 0.5 ? 7200 : -7200)
    clock.jump(60)
    for (let scrapes = 0; scrapes < 6; scrapes++) {
      await Promise.all([scrape(daemon.url), fetch(`${daemon.url}/readyz`).then((answer) => answer.text())])
      await clock.sleep(600, never)
    }
  }

  /** Everything as it was at the start: resolves when every check works again. */
  async well(): Promise<void> {
    const { clock, simulator, configuration, daemon } = this.#parts
    simulator.clearFaults()
    await writeFile(configuration.tokenPath, simulator.credentials.token)
    await this.#configure((all) => all)
    const { length } = this.#parts.certificates
    for (let patience = 0; patience < 1000; patience++) {
      const values = [...successes(await scrape(daemon.url)).values()]
      if (values.length === length && values.every((value) => value === 1)) return
      await clock.sleep(60, never)
    }
    throw new Error('it never got well')
  }

  #renew(): void {
    const { certificates, simulator } = this.#parts
    const certificate = this.#pick(certificates)
    this.#renewals += 1
    const serial_number = String(this.#renewals)
    const id = certificate.certificateId
    simulator.upsert({ ...certificate, record: { ...certificate.record, id, serial_number } })
  }

  /** A third of the certificates leaves the configuration, or comes back; now and then the file is broken. */
  async #reconfigure(): Promise<void> {
    const { random } = this.#parts
    await this.#configure((all) => (random() < 0.2 ? [] : all.filter(() => random() < 0.7)))
  }

  async #configure(choose: (all: readonly SimulatedCertificate[]) => readonly SimulatedCertificate[]): Promise<void> {
    const { configuration, certificates, daemon, random } = this.#parts
    const file: Record<string, unknown> = parse(await readFile(configuration.path, 'utf8'))
    const labels = { team: `team-${Math.floor(random() * 1000)}` }
    file['certificates'] = choose(certificates).map(({ kind, zoneId, certificateId, zone, name }) => ({
      ...{ zone_id: zoneId, certificate_id: certificateId, kind, zone, name, labels },
    }))
    await replaceFile(configuration.path, stringify(file))
    await fetch(`${daemon.url}/-/reload`, { method: 'POST' }).then((answer) => answer.text())
  }

  /** The file holds a token that is not valid yet, or any more, for a while. */
  async #rotateToken(): Promise<void> {
    const { configuration, clock, simulator, random } = this.#parts
    await writeFile(configuration.tokenPath, `${random()}`.padEnd(40, 'x'))
    clock.jump(60)
    await clock.sleep(300, never)
    await writeFile(configuration.tokenPath, simulator.credentials.token)
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#parts.random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}
