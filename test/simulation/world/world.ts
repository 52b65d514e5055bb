import { stringify } from 'yaml'
import { kindsOfScope } from '../../../src/kinds/kinds.ts'
import { exampleAccount } from '../../../src/simulator/fleet/zones.ts'
import { Estate, type EstateZone } from '../cloudflare/estate.ts'
import { furnishAccount, furnishZone } from '../cloudflare/further-beginnings.ts'
import { FurtherEstate } from '../cloudflare/further-estate.ts'
import { Truth } from '../cloudflare/truth.ts'
import { VirtualCloudflare } from '../cloudflare/virtual-cloudflare.ts'
import { Weather } from '../cloudflare/weather.ts'
import { configPath } from '../host/daemon-process.ts'
import { ParsedConfigs } from '../host/parsed-configs.ts'
import type { Pod, PodSurroundings } from '../host/pod.ts'
import { VirtualDisk } from '../host/virtual-disk.ts'
import { Chance } from './chance.ts'
import { type Setup, setupBy } from './setups.ts'
import { Story } from './story.ts'
import { VirtualTime } from './virtual-time.ts'
import type { Watch } from './watch.ts'
import { WatchTerms } from './watch-terms.ts'
import type { Workload } from './workload.ts'
import { workloadOf } from './workload-of.ts'

export interface WorldOptions {
  readonly seed: number
  /** About so many certificates. */
  readonly fleet: number
  /** Hours between two cycles: a divisor of the day. Default: 1. */
  readonly every?: number
  /** How the daemon is installed. Default: by the seed. */
  readonly setup?: Setup
}

export interface Violation {
  readonly at: number
  /** Which promise was broken. */
  readonly invariant: string
  readonly text: string
  /** What it is about. */
  readonly about: readonly string[]
}

const day = 86_400
const tokenPath = '/etc/exporter/token'
export const statePath = '/var/lib/exporter/state.json'

const hour = 3600
const shareOfWorldsWithAllKinds = 0.4
const shareOfWorldsThatDiscover = 0.3
/** Further kinds keep these, whatever the zone has: of an edge certificate nobody knows when it began. */
const byKind = {
  custom_certificate: { warning: '30d', critical: '14d' },
  custom_trust_store: { warning: '90d', critical: '30d' },
} as const
export const requestsPer5m = 600
/** Only the first one counts. */
const mostViolations = 100

/** One account at Cloudflare, the computers with the daemon, and all that lies between them. */
export class World {
  readonly seed: number
  readonly chance: Chance
  readonly time = new VirtualTime()
  readonly story = new Story(() => this.time.now)
  readonly truth = new Truth(() => this.time.now)
  readonly terms = new WatchTerms()
  readonly weather = new Weather(() => this.time.now)
  /** Unix seconds at which it begins: any day of two years, so that summer time begins and ends in some worlds. */
  readonly epoch: number
  readonly estate: Estate
  readonly cloudflare: VirtualCloudflare
  /** The configuration and the secrets. */
  readonly mounts = new VirtualDisk()
  readonly configs = new ParsedConfigs()
  /** Whether the owner has certificates of every kind, and has them watched. */
  readonly watchesAll: boolean
  /** Whether the configuration names its zones, and has all others looked for too. */
  readonly discovers: boolean
  readonly further: FurtherEstate
  readonly violations: Violation[] = []
  /** Since when the right configuration has been in its file. Undefined: it is not. */
  configuredSince: number | undefined
  /** Since when a configuration has been in its file that cannot be loaded. Undefined: that is not so, or not known. */
  misconfiguredSince: number | undefined
  token = ''
  /** When the token ends by itself, seconds of the world. */
  tokenEnd: number | undefined
  /** Since when it has been the one that is meant. */
  tokenSince = 0
  /** What the configuration has that changes nothing about what is watched. */
  label = 'a'
  readonly setup: Setup
  readonly workload: Workload
  /** Is called when a process has begun or ended. */
  onChange: () => void = () => undefined
  /** Is called when a new pod is about to take the place of an old one. */
  onHandOver: (old: Watch, fresh: Watch) => Promise<void> = async () => undefined
  /** Takes a look at everything. */
  look: () => Promise<void> = async () => undefined
  /** Seconds between two cycles. */
  readonly interval: number
  readonly #fleet: number
  #started = 0

  constructor({ seed, fleet, every = 1, setup }: WorldOptions) {
    this.seed = seed
    this.interval = every * hour
    this.chance = new Chance(seed)
    this.setup = setup ?? setupBy(this.chance.stream('setup'))
    this.epoch = Date.UTC(2027, 0, 1) / 1000 + this.chance.whole(0, 730) * day
    const nowMs = () => (this.epoch + this.time.now) * 1000
    this.cloudflare = new VirtualCloudflare({ weather: this.weather, chance: this.chance.stream('cloudflare'), nowMs })
    const estate = {
      chance: this.chance.stream('estate'),
      truth: this.truth,
      epoch: this.epoch,
      now: () => this.time.now,
    }
    this.estate = new Estate(estate)
    this.estate.use(this.cloudflare.core.store)
    this.discovers = this.chance.stream('discovery').happens(shareOfWorldsThatDiscover)
    this.watchesAll = this.chance.stream('kinds').happens(shareOfWorldsWithAllKinds)
    const store = this.cloudflare.core.store
    this.further = new FurtherEstate({
      ...estate,
      chance: this.chance.stream('further'),
      time: this.time,
      story: this.story,
      store,
    })
    this.#fleet = fleet
    if (this.watchesAll) furnishAccount(this)
    this.#settle()
    this.rotateToken()
    this.configure()
    this.workload = this.#install()
  }

  /** A zone for ten certificates, or for four where shards share them, most of them far from their ends. */
  #settle(): void {
    const size = this.setup === 'shards' ? 4 : 10
    while (this.excess < 0) {
      const zone = this.estate.addZone(Math.min(-this.excess, size) - 1)
      this.furnish(zone)
    }
  }

  /** How many certificates more there are than the world is meant to have. */
  get excess(): number {
    return this.estate.certificates.size + this.further.certificates.size - this.#fleet
  }

  /** Gives a zone its certificates. */
  furnish(zone: EstateZone): void {
    const chance = this.chance.stream(zone.id)
    const lasts = () => (chance.happens(0.3) ? chance.between(-2, 20) : chance.between(20, 50)) * day
    for (const hostname of zone.hostnames) {
      const certificate = this.estate.upload('hostname', zone, hostname, lasts())
      if (chance.happens(0.9)) this.estate.associate(zone, hostname, certificate)
    }
    this.estate.upload('zone', zone, zone.name, lasts())
    this.estate.enableStore(zone, chance.happens(0.7))
    this.terms.choose(zone.id, chance)
    if (this.watchesAll) furnishZone(this, zone)
  }

  /** The pods that are there. */
  get pods(): readonly Pod[] {
    return this.watches.flatMap(({ pods }) => pods).filter(({ isDeleted }) => !isDeleted)
  }

  get watches(): readonly Watch[] {
    return this.workload.watches
  }

  /** What was found while nothing could be written is lost, as docs/reliability.md says. */
  forgotten(): void {
    for (const watch of this.watches) watch.forget()
  }

  #install(): Workload {
    const onChange = () => this.onChange()
    const around: PodSurroundings = {
      time: this.time,
      epoch: this.epoch,
      mounts: this.mounts,
      configs: this.configs,
      cloudflare: this.cloudflare,
      chance: this.chance,
      story: this.story,
      interval: this.interval,
      nextName: () => `process-${++this.#started}`,
      look: () => this.look(),
      onSuccessor: onChange,
      onFault: (text, process) => this.violate('no exception', text, [process]),
    }
    const onHandOver = (old: Watch, fresh: Watch) => this.onHandOver(old, fresh)
    return workloadOf(this.setup, { around, chance: this.chance.stream('workload'), onChange, onHandOver })
  }

  /** As the daemon has it by default. */
  get staleAfter(): number {
    return Math.max(6 * hour, 3 * this.interval)
  }

  /**
   * The owner makes a new token and puts it into its file.
   * @param lasts seconds until it ends by itself
   * @returns the old one
   */
  rotateToken(lasts?: number): string {
    const old = this.token
    this.tokenSince = this.time.now
    this.tokenEnd = lasts === undefined ? undefined : Math.floor(this.time.now + lasts)
    this.token = `cfut_${this.chance.stream(`token ${this.time.now}`).hex(48)}`
    this.cloudflare.accept(this.token, this.tokenEnd === undefined ? undefined : (this.epoch + this.tokenEnd) * 1000)
    this.writeToken(this.token)
    return old
  }

  writeToken(text: string | undefined): void {
    if (text === undefined) this.mounts.files.delete(tokenPath)
    else this.mounts.write(tokenPath, `${text}\n`)
  }

  /** Writes the configuration that watches everything. */
  configure(): void {
    this.writeConfiguration(this.configuration(), true)
  }

  /** @param isRight whether it is what the owner wants */
  writeConfiguration(text: string, isRight: boolean): void {
    this.mounts.write(configPath, text)
    this.configuredSince = isRight ? this.time.now : undefined
    this.misconfiguredSince = undefined
  }

  /** Whether the owner still has this zone or account. */
  has(scopeId: string): boolean {
    return scopeId === exampleAccount.id || this.estate.zones.has(scopeId)
  }

  configuration(): string {
    const zones = [...this.estate.zones.values()]
    return stringify({
      schedule: `0 */${this.interval / hour} * * *`,
      timezone: 'Europe/Amsterdam',
      credentials: { default: { api_token_file: tokenPath } },
      hostnames: zones.flatMap(({ id, hostnames }) => hostnames.map((hostname) => ({ zone_id: id, hostname }))),
      zones: zones.map(({ id, name }) => ({
        zone_id: id,
        zone: name,
        all_hostnames_listed: true,
        labels: { team: this.label },
        ...(this.watchesAll
          ? { kinds: kindsOfScope.zone, thresholds: { by_kind: byKind, ...this.terms.textOf(id) } }
          : thresholdsOf(this.terms.textOf(id))),
      })),
      ...(this.watchesAll && { accounts: [{ account_id: exampleAccount.id, account: exampleAccount.name }] }),
      ...(this.discovers && { discover_zones: true }),
      state: { path: statePath },
    })
  }

  readonly violate = (invariant: string, text: string, about: readonly string[]): void => {
    if (this.violations.length < mostViolations) this.violations.push({ at: this.time.now, invariant, text, about })
  }
}

function thresholdsOf(thresholds: object | undefined): object {
  return thresholds ? { thresholds } : {}
}
