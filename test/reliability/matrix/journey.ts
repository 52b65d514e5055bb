import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { readState } from '../../../src/state/format.ts'
import { patient } from '../../support/machine.ts'
import { expiries, reasons, type Scrape, scrape, successes } from '../support/scrape.ts'
import type { Row } from './row.ts'
import { type Common, fleetOf, makeWorld, relabel, startDaemonOf, stopDaemonOf, type World } from './world.ts'

/** When a fault begins. */
export const phases = ['start', 'cycle', 'early retry', 'reload', 'restart', 'shutdown'] as const
export type Phase = (typeof phases)[number]

/** How a row went: which reasons were seen, and what was wrong in which phase; a phase that does not apply is absent. */
export interface RowResult {
  readonly reasons: readonly string[]
  readonly cells: ReadonlyMap<Phase, Error | undefined>
}

const shutdownLimitMs = 5_000
/** More than a stepped clock: every certificate is asked for anew. */
const jumpSeconds = 40

function secondsOf(instant: unknown): number {
  return Date.parse(String(instant)) / 1000
}

/** Lives through one fault in every phase of a daemon's life, with everything well in between. */
export class Journey {
  readonly #row: Row
  readonly #world: World
  readonly #expected: ReadonlyMap<string, number>
  /** Those of `expected` that the fault does not touch. */
  readonly #untouched: ReadonlyMap<string, number>
  readonly #reasons = new Set<string>()

  private constructor(row: Row, world: World, expected: ReadonlyMap<string, number>, touched: ReadonlySet<string>) {
    this.#row = row
    this.#world = world
    this.#expected = expected
    this.#untouched = new Map([...expected].filter(([id]) => !touched.has(id)))
  }

  static async run(row: Row, number: number, common: Common): Promise<RowResult> {
    const world = await makeWorld(number, row, common)
    const { certificates, resources = [] } = fleetOf(row.watches, common)
    const expected = new Map([
      ...certificates.map(({ certificateId, record }) => [certificateId, secondsOf(record?.expires_on)] as const),
      ...resources.map(({ id, record }) => [id, secondsOf(record['expires_on'])] as const),
    ])
    const inOneZone = common.fleet.certificates.filter(({ zoneId }) => zoneId === world.levers.zoneId)
    const touched = row.inOneZone
      ? new Set(inOneZone.map(({ certificateId }) => certificateId))
      : new Set(expected.keys())
    const journey = new Journey(row, world, expected, touched)
    const cells = new Map<Phase, Error | undefined>()
    try {
      for (const phase of phases) {
        if (phase === 'early retry' && row.reason === undefined && !row.isDoubted) continue
        cells.set(phase, await journey.#live(phase))
      }
    } finally {
      await world.close()
    }
    return { reasons: [...journey.#reasons].sort(), cells }
  }

  async #live(phase: Phase): Promise<Error | undefined> {
    const lives: Readonly<Record<Phase, () => Promise<void>>> = {
      start: () => this.#start(),
      cycle: () => this.#cycle(),
      'early retry': () => this.#earlyRetry(),
      reload: () => this.#reload(),
      restart: () => this.#restart(),
      shutdown: () => this.#shutdown(),
    }
    try {
      await lives[phase]()
      return undefined
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  /** Nothing is known yet: unknown is absent, and the daemon works all the same. Beside a bad PEM stands the API's own date. */
  async #start(): Promise<void> {
    if (!this.#row.whileRunning) await this.#begin()
    const { log, url } = await startDaemonOf(this.#world)
    if (this.#row.whileRunning) await this.#begin()
    await log.saw('cycle_done')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const { reason, watches } = this.#row
    // A list that nothing contradicts yet is watched as it comes.
    if (!watches) await this.#shows(reason && reason !== 'bad_certificate' ? this.#untouched : this.#expected)
    await this.#heals()
  }

  async #cycle(): Promise<void> {
    await this.#begin()
    await this.#ask()
    const { samples } = await this.#shows(this.#expected)
    const { watches, isDoubted = false, reason } = this.#row
    if (!watches) return
    const lists = samples(`cloudflare_cert_${watches === 'discover_zones' ? 'discovery' : 'zone_check'}_success`)
    const all = [...lists, ...samples('cloudflare_cert_account_check_success')]
    expect(all.some(({ value }) => value === 0)).toBe(isDoubted || reason !== undefined)
  }

  /** Goes on from the phase before: the fault is still there. */
  async #earlyRetry(): Promise<void> {
    await this.#log().next('cycle_done', ({ scope }) => scope === 'outstanding')
    await this.#shows(this.#row.forgets ? new Map() : this.#expected)
    await this.#heals()
  }

  async #reload(): Promise<void> {
    await this.#begin()
    await relabel(this.#world, 'night')
    const reloaded = this.#log().next('reloaded')
    const asked = this.#ask()
    this.#world.daemon?.reload()
    await Promise.all([reloaded, asked])
    const seen = await this.#shows(this.#row.forgets ? undefined : this.#expected)
    expect(seen.value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(1)
    for (const { labels } of seen.samples('cloudflare_cert_check_success')) expect(labels['team']).toBe('night')
    await this.#heals()
  }

  async #restart(): Promise<void> {
    await this.#begin()
    await this.#ask()
    expect(await stopDaemonOf(this.#world)).toBeLessThan(patient(shutdownLimitMs))
    const { log, url } = await startDaemonOf(this.#world)
    if (!this.#row.forgets) expect(expiries(await scrape(url))).toEqual(this.#expected)
    await log.saw('cycle_done')
    await this.#shows(this.#row.forgets ? undefined : this.#expected)
    await this.#heals()
  }

  async #shutdown(): Promise<void> {
    const { simulator, front, clock, statePath } = this.#world
    await this.#begin()
    const underWay = this.#row.unsent
      ? this.#log().next('clock_jump')
      : Promise.race([simulator.nextRequest(), front.nextConnection()])
    clock.jump(jumpSeconds)
    await underWay
    expect(await stopDaemonOf(this.#world)).toBeLessThan(patient(shutdownLimitMs))
    const reading = readState(await readFile(statePath, 'utf8'))
    if (!reading.ok) throw new Error(`the state file is broken: ${reading.detail}`)
    const known = [...reading.state.certificates.values()].filter((certificate) => certificate.known)
    expect(known).toHaveLength(this.#expected.size)
  }

  async #begin(): Promise<void> {
    await this.#row.begin(this.#world.levers)
  }

  /** Has every certificate asked for. */
  async #ask(): Promise<void> {
    const done = this.#log().next('cycle_done', ({ scope }) => scope === 'all')
    this.#world.clock.jump(jumpSeconds)
    await done
  }

  /** What a scrape has to show; undefined where it does not matter what is known. */
  async #shows(known: ReadonlyMap<string, number> | undefined): Promise<Scrape> {
    const { reason } = this.#row
    const seen = await scrape(this.#world.daemon?.url ?? '')
    for (const each of reasons(seen)) this.#reasons.add(each)
    expect(reasons(seen)).toEqual(reason ? [reason] : [])
    const works = (id: string) => Number(reason === undefined || this.#untouched.has(id))
    expect(successes(seen)).toEqual(new Map([...this.#expected.keys()].map((id) => [id, works(id)])))
    if (known) expect(expiries(seen)).toEqual(known)
    return seen
  }

  /** By itself, once the fault is gone. Where there was no failure nothing is asked again by itself. */
  async #heals(): Promise<void> {
    const healed = this.#log().next('cycle_done', ({ failed }) => failed === 0)
    await this.#world.lift()
    if (this.#row.reason === undefined) this.#world.clock.jump(jumpSeconds)
    await healed
    // The cycle that has just ended may have read its lists before they were right again.
    if (this.#row.watches) await this.#ask()
    const seen = await scrape(this.#world.daemon?.url ?? '')
    expect(reasons(seen)).toEqual([])
    expect(expiries(seen)).toEqual(this.#expected)
  }

  #log() {
    const { daemon } = this.#world
    if (!daemon) throw new Error('the daemon does not run: the phase before failed')
    return daemon.log
  }
}
