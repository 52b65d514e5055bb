import { closeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from '../../support/configuration.ts'
import type { FreezableDisk } from '../../support/freezable-disk.ts'
import { fullPipe } from '../../support/full-pipe.ts'
import { patient, patientLength } from '../../support/machine.ts'
import { freePort } from '../../support/port.ts'
import { type Program, startExporter } from '../../support/program.ts'
import { expiries, type Scrape, scrape } from './scrape.ts'
import { startUnread } from './unread.ts'

/** What one life came to. */
export interface Life {
  /** Of what scrapes had shown before, so much was known again before Cloudflare had answered anything. */
  readonly restored: number
  readonly lost: number
  /** It was killed before it listened: nothing can be said. */
  readonly unborn: boolean
  /** Its disk hung for a while. */
  readonly hung: boolean
  /** Nobody read its log. */
  readonly unread: boolean
  /** How it ended, where it was told to by SIGTERM: a code, a signal, or not within five seconds. */
  readonly toldToEnd: number | NodeJS.Signals | 'not in time' | undefined
  /** By how many seconds at most a `last_success` was older than the last one shown. */
  readonly behind: number
  /** How many were older than two full cycles before the end. */
  readonly successesLost: number
}

const day = 86_400
/** Counted from the moment it listens; some are killed while they start. */
const longestLifeMs = 3_000
const longestStartMs = 1_000
const diesYoung = 0.2
/** In so many lives the disk hangs, for as long at most: writes are waited for two seconds. */
const diskHangs = 0.4
const longestHangMs = 4_000
/** In every second life nobody reads the log, and every second of these is told to end, not killed. */
const everyUnread = 2
const everyTold = 4
const longestEndMs = 5_000
const outages: readonly Fault[] = [
  { fault: 'status', status: 503 },
  { fault: 'reset' },
  { fault: 'stall_headers' },
  { fault: 'html' },
]

/** One daemon that is killed and started again, with its Cloudflare. */
export class Mortal {
  readonly #simulator: Simulator
  readonly #configuration: ConfigurationFile
  readonly #certificates: readonly SimulatedCertificate[]
  readonly #random: () => number
  readonly #disk: FreezableDisk | undefined
  readonly #url: string
  #lives: number
  /** What the log goes to where nobody reads it. */
  readonly #log: number
  /** By certificate id the expiry that the last scrape before a kill has shown while the state was written. */
  readonly #known = new Map<string, number>()
  /** The same of its last success, and what that was two full cycles before. */
  readonly #succeeded = new Map<string, number>()
  readonly #succeededBefore = new Map<string, number>()
  /** What Cloudflare says now. */
  readonly #expiries: Map<string, number>

  private constructor(
    simulator: Simulator,
    configuration: ConfigurationFile,
    certificates: readonly SimulatedCertificate[],
    random: () => number,
    disk: FreezableDisk | undefined,
    port: number,
    before: number,
  ) {
    this.#lives = before
    this.#url = `http://127.0.0.1:${port}`
    this.#log = fullPipe(join(dirname(configuration.path), 'log'))
    this.#disk = disk
    this.#simulator = simulator
    this.#configuration = configuration
    this.#certificates = certificates
    this.#random = random
    const tomorrow = Math.floor(Date.now() / 1000) + day
    this.#expiries = new Map(certificates.map(({ certificateId }) => [certificateId, tomorrow]))
    for (const certificate of certificates) this.#renew(certificate)
  }

  /**
   * @param folder where the state is kept, in a folder of its own
   * @param before how many lives to pretend there were: lines that begin apart have every kind of life after few
   * @param disk that the folder is on, where it is to hang
   */
  static async create(folder: string, random: () => number, before: number, disk?: FreezableDisk): Promise<Mortal> {
    const fleet = await largeFleet({ zones: 8, certificatesPerZone: 5, now: new Date() })
    const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
    const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit, random })
    // Known beforehand: a log that nobody reads does not tell it.
    const port = await freePort()
    const configuration = await writeConfiguration(simulator, fleet.certificates, {
      schedule: '* * * * * *',
      cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(2), requests_per_5m: 1200 },
      state: { path: join(folder, 'state.json') },
      server: { listen: `127.0.0.1:${port}` },
    })
    return new Mortal(simulator, configuration, fleet.certificates, random, disk, port, before)
  }

  get known(): number {
    return this.#known.size
  }

  async close(): Promise<void> {
    closeSync(this.#log)
    await this.#simulator.close()
    await this.#configuration.remove()
  }

  /** Is born while Cloudflare is silent, sees outages begin and end, and is killed at any moment. */
  async live(): Promise<Life> {
    // Not stalled for ever: requests that time out would hold the first certificates back for as long as a life lasts.
    const silence = this.#simulator.fault({ fault: 'slow', ms: 1_000 })
    this.#lives += 1
    const unread = this.#lives % everyUnread === 0
    const program = unread
      ? startUnread(this.#configuration.path, this.#log)
      : startExporter(['run', '--config', this.#configuration.path])
    const death = new AbortController()
    const listens = Promise.race([answers(this.#url, death.signal), goesOn(program, death.signal)])
    const killed = this.#end(program, death, listens, this.#lives % everyTold === 0)
    const hanging = this.#hang(death.signal, listens)
    try {
      await listens
      const url = this.#url
      // Twice: on a busy machine the connection of the probe may be closed, as idle, just when it is used again.
      const first = await scrape(url).catch(() => scrape(url))
      silence.lift()
      const lost = missing(this.#known, expiries(first))
      const behind = longestBehind(this.#succeeded, lastSuccesses(first))
      const successesLost = missing(this.#succeededBefore, lastSuccesses(first))
      await Promise.all([this.#load(url, death.signal), this.#weather(death.signal)])
      const restored = this.#known.size - lost
      return {
        restored,
        lost,
        unborn: false,
        behind,
        successesLost,
        unread,
        hung: await hanging,
        toldToEnd: await killed,
      }
    } catch (error) {
      if (!death.signal.aborted) {
        death.abort(performance.now())
        throw error
      }
      const nothing = { restored: 0, lost: 0, behind: 0, successesLost: 0 }
      return { ...nothing, unborn: true, unread, hung: await hanging, toldToEnd: await killed }
    } finally {
      await killed
      this.#simulator.clearFaults()
    }
  }

  /** Kills it at any moment; or tells it to end once it listens, and says how it did. */
  async #end(
    program: Pick<Program, 'kill' | 'exit'>,
    death: AbortController,
    listens: Promise<unknown>,
    isTold: boolean,
  ): Promise<Life['toldToEnd']> {
    if (this.#known.size === 0) await listens.then(() => this.#hasKept())
    else if (!isTold && this.#random() < diesYoung) await setTimeout(this.#random() * patient(longestStartMs))
    else await listens.then(() => setTimeout(this.#random() * patient(longestLifeMs)))
    death.abort(performance.now())
    program.kill(isTold ? 'SIGTERM' : 'SIGKILL')
    if (!isTold) {
      await program.exit
      return undefined
    }
    const patience = new AbortController()
    const late = setTimeout(patient(longestEndMs), 'not in time' as const, patience).catch(() => 'not in time' as const)
    const end = await Promise.race([program.exit, late])
    patience.abort()
    program.kill('SIGKILL')
    await program.exit
    return end
  }

  /** Until it has something that can be lost. */
  async #hasKept(): Promise<void> {
    await vi.waitFor(async () => {
      const shown = await scrape(this.#url)
      expect(expiries(shown).size).toBeGreaterThan(0)
      expect(shown.value('cloudflare_cert_exporter_state_last_write_successful')).toBe(1)
    })
    await setTimeout(this.#random() * longestLifeMs)
  }

  /** Scrapes for as long as it lives, and keeps what was shown before the end, while the daemon said that it writes it. */
  async #load(url: string, death: AbortSignal): Promise<void> {
    const seen: { readonly at: number; readonly shown: Scrape }[] = []
    while (!death.aborted) {
      const shown = await scrape(url).catch(() => undefined)
      if (shown?.value('cloudflare_cert_exporter_state_last_write_successful') === 1)
        seen.push({ at: performance.now(), shown })
      await setTimeout(50)
    }
    const diedAt: number = death.reason
    for (const { at, shown } of seen) {
      if (at >= diedAt) continue
      for (const [id, expiry] of expiries(shown)) this.#known.set(id, expiry)
      for (const [id, success] of lastSuccesses(shown)) this.#succeeded.set(id, success)
    }
    const before = twoCyclesBeforeTheLast(seen.filter(({ at }) => at < diedAt).map(({ shown }) => shown))
    for (const [id, success] of before ? lastSuccesses(before) : []) this.#succeededBefore.set(id, success)
  }

  /** Has the disk hang for a while, over the end too: who is killed in the middle of a write dies when the disk goes on. */
  async #hang(death: AbortSignal, listens: Promise<unknown>): Promise<boolean> {
    const disk = this.#disk
    if (!disk || this.#random() > diskHangs) return false
    await Promise.race([listens.catch(() => undefined), setTimeout(this.#random() * longestLifeMs)])
    await setTimeout(this.#random() * 500)
    await disk.freeze()
    const dead = new Promise((resolve) => {
      if (death.aborted) resolve(undefined)
      death.addEventListener('abort', resolve)
    })
    await Promise.race([setTimeout(this.#random() * longestHangMs), dead])
    await setTimeout(this.#random() * 100)
    await disk.thaw()
    return true
  }

  /** Outages begin and end, and certificates are renewed: each expires later than the one before. */
  async #weather(death: AbortSignal): Promise<void> {
    while (!death.aborted) {
      const outage = outages[Math.floor(this.#random() * outages.length * 4)]
      const active = outage && this.#simulator.fault(outage)
      const renewed = this.#certificates[Math.floor(this.#random() * this.#certificates.length)]
      if (renewed) this.#renew(renewed)
      await setTimeout(this.#random() * 500)
      active?.lift()
    }
  }

  /** Without a PEM, so that its expiry is the API's word alone. */
  #renew(certificate: SimulatedCertificate): void {
    const { certificateId } = certificate
    const expiry = (this.#expiries.get(certificateId) ?? 0) + 60
    this.#expiries.set(certificateId, expiry)
    const expires_on = `${new Date(expiry * 1000).toISOString().slice(0, 19)}Z`
    this.#simulator.upsert({ ...certificate, record: { id: certificateId, status: 'active', expires_on } })
  }
}

/** Rejects when it ends before its death. */
async function goesOn(program: Pick<Program, 'exit'>, death: AbortSignal): Promise<void> {
  const end = await program.exit
  if (!death.aborted) throw new Error(`the daemon ended by itself, with ${end}`)
}

/** Resolves when it answers; rejects when it is to die before that. */
async function answers(url: string, death: AbortSignal): Promise<void> {
  const isUp = () =>
    fetch(`${url}/healthz`, { signal: death }).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isUp())) await setTimeout(20, undefined, { signal: death })
}

/** The last scrape after which two full cycles have ended; undefined where there is none. */
function twoCyclesBeforeTheLast(scrapes: readonly Scrape[]): Scrape | undefined {
  const endedAt = (shown: Scrape | undefined) => shown?.value('cloudflare_cert_exporter_last_cycle_timestamp_seconds')
  const last = endedAt(scrapes.at(-1))
  const before = endedAt(scrapes.findLast((each) => endedAt(each) !== last))
  return before === undefined
    ? undefined
    : scrapes.findLast((each) => endedAt(each) !== last && endedAt(each) !== before)
}

function lastSuccesses({ samples }: Scrape): ReadonlyMap<string, number> {
  const found = samples('cloudflare_cert_last_success_timestamp_seconds')
  return new Map(found.map(({ labels, value }) => [labels['certificate_id'] ?? '', value]))
}

/** In seconds; what is absent is infinitely far behind. */
function longestBehind(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): number {
  return Math.max(0, ...[...expected].map(([id, at]) => at - (found.get(id) ?? Number.NEGATIVE_INFINITY)))
}

/** How many are absent, or stand at an earlier expiry than was shown. */
function missing(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): number {
  return [...expected].filter(([id, expiry]) => (found.get(id) ?? 0) < expiry).length
}
