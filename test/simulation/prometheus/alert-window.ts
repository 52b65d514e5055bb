import type { Agenda } from '../happenings/agenda.ts'
import { shortestThresholds } from '../invariants/knowledge.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import { contradictions, expectations, firesThoughFine } from './promises.ts'
import { VirtualPrometheus } from './virtual-prometheus.ts'

const minute = 60
/** Rules look back for up to an hour, so what is asked begins after that. */
const before = 70
const after = 90
/** So long after a gap every alert about the exporter itself is as it was. */
const gapBridged = 30

/** What a window is about, and which happenings it may be. */
const centres = {
  crossing: [],
  outage: [
    'network_outage',
    'silent_outage',
    'server_outage',
    'captive_portal',
    'rate_limit',
    'close_zone',
    'revoke_token',
    'lose_token_file',
    'disk_full',
    'reload_bad',
  ],
  /** So long after its beginning that what cannot be read has become stale. */
  staleness: ['network_outage', 'silent_outage', 'server_outage', 'revoke_token', 'close_zone', 'lose_token_file'],
  restart: ['restart', 'kill', 'kill_in_cycle', 'suspend'],
  update: ['update'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export interface WindowOptions {
  readonly world: World
  readonly agenda: Agenda
  readonly chance: Chance
  /** The metrics that rules read. */
  readonly wanted: ReadonlySet<string>
  /** Seconds of the world between which it begins. */
  readonly earliest: number
  readonly latest: number
}

/** The scrapes of a few hours around something of interest, as a test of promtool. */
export class AlertWindow {
  readonly #options: WindowOptions
  readonly #asked: object[] = []
  #prometheus: VirtualPrometheus | undefined
  #name = ''

  constructor(options: WindowOptions) {
    this.#options = options
    options.world.time.after(options.earliest - before * minute, () => this.#choose())
  }

  /** One test for `promtool test rules`. Undefined: the run ended before it. */
  get test(): object | undefined {
    if (!this.#prometheus || this.#asked.length === 0) return undefined
    return {
      name: this.#name,
      interval: '60s',
      input_series: this.#prometheus.series,
      promql_expr_test: this.#asked,
    }
  }

  #choose(): void {
    const { chance, earliest, latest, world } = this.#options
    const wanted = chance.choose({ crossing: 3, outage: 3, staleness: 2, restart: 2, update: 1 })
    const [found, crossing] = [this.#momentOf(wanted), this.#momentOf('crossing')]
    const centre = found !== undefined && found < latest ? wanted : 'crossing'
    const at = Math.min(latest, (centre === wanted ? found : crossing) ?? earliest)
    // A whole second of the wall clock: promtool counts from one.
    const from = Math.max(Math.floor(at - (before + chance.between(0, after / 2)) * minute), Math.ceil(world.time.now))
    this.#name = `${centre} of seed ${world.seed}, from day ${(from / 86_400).toFixed(2)}`
    world.time.after(from - world.time.now, () => this.#open(from))
  }

  #momentOf(centre: keyof typeof centres): number | undefined {
    const { world, agenda, earliest } = this.#options
    if (centre === 'crossing') return nextCrossing(world, earliest)
    const at = agenda.nextOf(centres[centre], earliest)
    return at === undefined || centre !== 'staleness' ? at : at + world.staleAfter
  }

  #open(from: number): void {
    const { world, wanted, chance } = this.#options
    this.#prometheus = new VirtualPrometheus({
      time: world.time,
      chance,
      targets: () => world.pods.map(({ instance, process }) => ({ instance, scrape: () => process.get('/metrics') })),
      wanted,
      start: world.epoch + from,
      length: before + after,
      scraped: (number) => this.#scraped(number),
    })
  }

  #scraped(number: number): void {
    const { pods, time } = this.#options.world
    // By a clock that is wrong the daemon and Prometheus count otherwise.
    const longAgo = time.now - 2 * before * minute
    const isRight = pods.every(({ machine }) => machine.offset === 0 && machine.rightSince < longAgo)
    if (number <= before || number % 5 !== 0 || !isRight) return
    const isWhole = this.#prometheus?.isWhole(number, gapBridged) === true
    const { world } = this.#options
    for (const expr of [...contradictions, firesThoughFine(world), ...(isWhole ? expectations(world) : [])])
      this.#asked.push({ expr, eval_time: `${number}m`, exp_samples: [] })
  }
}

function nextCrossing(world: World, earliest: number): number | undefined {
  const crossings = [...world.truth.certificates.values()].flatMap((truth) => {
    const version = world.truth.present(truth)
    const { warning, critical } = shortestThresholds(world, world.watches, truth, version)
    return version.exists && version.presented ? [version.end - warning, version.end - critical, version.end] : []
  })
  return crossings.filter((at) => at > earliest).toSorted((a, b) => a - b)[0]
}
