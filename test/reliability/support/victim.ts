import process from 'node:process'
import { expect, vi } from 'vitest'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../../support/configuration.ts'
import { patientLength } from '../../support/machine.ts'
import { type Program, startAsShipped } from '../../support/program.ts'
import { forgetPeak, peakBytes, residentBytes } from './memory.ts'
import { type Scrape, scrape, successes } from './scrape.ts'

const mostGrowthMegabytes = 100
/** As many as are asked for at once. */
export const certificates = 8
const often = { interval: 100 }

export function well(shown: Scrape): void {
  expect([...successes(shown).values()]).toEqual(Array(certificates).fill(1))
}

/** A daemon in a process of its own that asks a simulator for everything every second. */
export class Victim {
  readonly #simulator: Simulator
  readonly #configuration: ConfigurationFile
  #program: Program
  #url = ''

  private constructor(simulator: Simulator, configuration: ConfigurationFile) {
    this.#simulator = simulator
    this.#configuration = configuration
    this.#program = startAsShipped(['run', '--config', configuration.path])
  }

  static async start(): Promise<Victim> {
    const fleet = await largeFleet({ zones: certificates, certificatesPerZone: 1, now: new Date() })
    const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
    const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
    const configuration = await writeConfiguration(simulator, fleet.certificates, {
      schedule: '* * * * * *',
      cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(20), requests_per_5m: 1200 },
      state: { path: 'state.json' },
    })
    const victim = new Victim(simulator, configuration)
    await victim.#listens()
    return victim
  }

  /** All that it logged since its last start. */
  get log(): string {
    return this.#program.stderr
  }

  scrape(): Promise<Scrape> {
    return scrape(this.#url)
  }

  /** A scrape for which this holds. */
  seen(holds: (shown: Scrape) => void): Promise<Scrape> {
    return vi.waitFor(async () => {
      const shown = await this.scrape()
      holds(shown)
      return shown
    }, often)
  }

  /**
   * Has it asked for everything under this fault, and checks what it came to and what it cost.
   * @param times how often it asks before it is looked at: once, where what holds can hold only under the fault
   */
  async suffer(name: string, fault: Fault, holds: (shown: Scrape) => void, times: 1 | 2): Promise<Scrape> {
    await this.seen(well)
    await forgetPeak(this.#program.pid)
    const before = await residentBytes(this.#program.pid)
    const active = this.#simulator.fault(fault)
    const shown = await vi
      // Asked twice, what the first answers came to has been published.
      .waitFor(() => expect(active.hits).toBeGreaterThanOrEqual(certificates * times), often)
      .then(() => this.seen(holds))
      .finally(active.lift)
    const grown = Math.round(((await peakBytes(this.#program.pid)) - before) / 2 ** 20)
    process.stdout.write(`${name}: ${grown} MB more\n`)
    expect(grown).toBeLessThan(mostGrowthMegabytes)
    return shown
  }

  /** Ends it as systemd would, and starts it again while nobody answers. */
  async restartInAnOutage(): Promise<void> {
    this.#program.kill('SIGTERM')
    expect(await this.#program.exit).toBe(0)
    this.#simulator.fault({ fault: 'reset' })
    this.#program = startAsShipped(['run', '--config', this.#configuration.path])
    await this.#listens()
  }

  async close(): Promise<void> {
    this.#program.kill('SIGTERM')
    await this.#program.exit
    await this.#simulator.close()
    await this.#configuration.remove()
  }

  async #listens(): Promise<void> {
    const [, found = ''] = await this.#program.saw(/"url":"([^"]+)"/)
    this.#url = found
    await this.#program.saw(/"event":"cycle_done"/)
  }
}
