import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../../src/simulator/fleet.ts'
import type { SimulatedCertificate } from '../../../src/simulator/model.ts'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../../support/configuration.ts'
import type { Program } from '../../support/program.ts'
import { startBundle } from './bundle.ts'
import { expiries, scrape } from './scrape.ts'

/** What one life came to. */
export interface Life {
  /** Of what scrapes had shown before, so much was known again before Cloudflare had answered anything. */
  readonly restored: number
  readonly lost: number
  /** It was killed before it listened: nothing can be said. */
  readonly unborn: boolean
}

const day = 86_400
/** Counted from the moment it listens; some are killed while they start. */
const longestLifeMs = 3_000
const longestStartMs = 1_000
const diesYoung = 0.2
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
  readonly #bundle: string
  readonly #random: () => number
  /** By certificate id the expiry that the last scrape before a kill has shown. */
  readonly #known = new Map<string, number>()
  /** What Cloudflare says now. */
  readonly #expiries: Map<string, number>

  private constructor(
    simulator: Simulator,
    configuration: ConfigurationFile,
    certificates: readonly SimulatedCertificate[],
    bundle: string,
    random: () => number,
  ) {
    this.#simulator = simulator
    this.#configuration = configuration
    this.#certificates = certificates
    this.#bundle = bundle
    this.#random = random
    const tomorrow = Math.floor(Date.now() / 1000) + day
    this.#expiries = new Map(certificates.map(({ certificateId }) => [certificateId, tomorrow]))
    for (const certificate of certificates) this.#renew(certificate)
  }

  /** @param folder where the state is kept, in a folder of its own */
  static async create(bundle: string, folder: string, random: () => number): Promise<Mortal> {
    const fleet = await largeFleet({ zones: 8, certificatesPerZone: 5, now: new Date() })
    const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
    const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit, random })
    const configuration = await writeConfiguration(simulator, fleet.certificates, {
      schedule: '* * * * * *',
      cloudflare: { base_url: simulator.baseUrl, timeout: '2s', requests_per_5m: 1200 },
      state: { path: join(folder, 'state.json') },
    })
    return new Mortal(simulator, configuration, fleet.certificates, bundle, random)
  }

  get known(): number {
    return this.#known.size
  }

  async close(): Promise<void> {
    await this.#simulator.close()
    await this.#configuration.remove()
  }

  /** Is born while Cloudflare is silent, sees outages begin and end, and is killed at any moment. */
  async live(): Promise<Life> {
    // Not stalled for ever: requests that time out would hold the first certificates back for as long as a life lasts.
    const silence = this.#simulator.fault({ fault: 'slow', ms: 1_000 })
    const program = startBundle(this.#bundle, this.#configuration.path)
    const death = new AbortController()
    const listens = program.saw(/"url":"([^"]+)"/).then(([, found = '']) => found)
    const killed = this.#kill(program, death, listens)
    try {
      const url = await listens
      const first = expiries(await scrape(url))
      silence.lift()
      const lost = missing(this.#known, first)
      await Promise.all([this.#load(url, death.signal), this.#weather(death.signal)])
      return { restored: this.#known.size - lost, lost, unborn: false }
    } catch (error) {
      if (!death.signal.aborted) throw error
      return { restored: 0, lost: 0, unborn: true }
    } finally {
      await killed
      this.#simulator.clearFaults()
    }
  }

  async #kill(program: Program, death: AbortController, listens: Promise<unknown>): Promise<void> {
    if (this.#random() < diesYoung) await setTimeout(this.#random() * longestStartMs)
    else await listens.then(() => setTimeout(this.#random() * longestLifeMs))
    death.abort(performance.now())
    program.kill('SIGKILL')
    await program.exit
  }

  /** Scrapes for as long as it lives, and keeps what was shown before the end. */
  async #load(url: string, death: AbortSignal): Promise<void> {
    const seen: { readonly at: number; readonly shown: ReadonlyMap<string, number> }[] = []
    while (!death.aborted) {
      const shown = await scrape(url).then(expiries, () => undefined)
      if (shown) seen.push({ at: performance.now(), shown })
      await setTimeout(20)
    }
    const diedAt: number = death.reason
    for (const { at, shown } of seen)
      for (const [id, expiry] of shown) {
        if (at < diedAt) this.#known.set(id, expiry)
      }
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

/** How many are absent, or stand at an earlier expiry than was shown. */
function missing(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): number {
  return [...expected].filter(([id, expiry]) => (found.get(id) ?? 0) < expiry).length
}
