import type { Chance } from '../world/chance.ts'
import { requestsPer5m, type World } from '../world/world.ts'
import { judgeCertificate } from './certificate-invariants.ts'
import { noteWhatMustBeKnown, shortestThresholds } from './knowledge.ts'
import { judgeLog } from './log-invariants.ts'
import { readScrape, type Scrape } from './scrape.ts'
import { disagreements } from './surfaces.ts'
import { judgeToken } from './token-invariants.ts'

const aMoment = 1
/** While a cycle is in progress a scrape may show what was so five seconds before. */
const longestLag = 10
/** Page and JSON are asked once in so many looks: they cost more than a scrape. */
const shareOfSurfaces = 1 / 15
/** The page may be given out again for so long, in seconds. */
const longestUseOfPage = 40

/** Looks at the daemon after everything that happens, on both sides of every threshold, and once in a while. */
export class Checker {
  readonly #world: World
  readonly #surfaces: Chance
  checks = 0
  #surfacesAt = Number.NEGATIVE_INFINITY
  #isPlanned = false
  #crossing: { at: number; cancel(): void } | undefined

  constructor(world: World) {
    this.#world = world
    this.#surfaces = world.chance.stream('surfaces')
    this.#regularly()
  }

  /** Something is about to happen, or has. */
  happened(): void {
    noteWhatMustBeKnown(this.#world)
    if (this.#isPlanned) return
    this.#isPlanned = true
    this.#world.time.after(aMoment, () => {
      this.#isPlanned = false
      this.check()
    })
  }

  check(): void {
    this.#planCrossing()
    noteWhatMustBeKnown(this.#world)
    void this.#look().catch((error: unknown) => this.#world.violate('no exception', String(error), []))
  }

  async #look(): Promise<void> {
    const { process, time, story } = this.#world
    const at = time.now
    const text = await process.get('/metrics')
    if (time.now !== at)
      throw new Error('a scrape takes time, which a thread of Node.js decides: test/simulation/host/threads.ts')
    if (text === undefined) return
    this.checks += 1
    const scrape = readScrape(text, at)
    story.note(`scrape ${scrape.series} ${[...scrape.certificates.values()].map(({ severity }) => severity).join('')}`)
    this.#judge(scrape)
    if (!this.#surfaces.happens(shareOfSurfaces) || at - this.#surfacesAt <= longestUseOfPage) return
    this.#surfacesAt = at
    const [disagreement] = await disagreements(process, scrape)
    if (disagreement) this.#world.violate('one severity everywhere', disagreement, [process.name])
  }

  #judge(scrape: Scrape): void {
    const world = this.#world
    for (const truth of world.truth.certificates.values()) judgeCertificate(world, truth, scrape)
    for (const key of scrape.certificates.keys())
      if (!world.truth.certificates.has(key) && this.#isContradicted(key))
        world.violate('never a lie', `${key} never was`, [key, key.split('/')[1] ?? ''])
    this.#bounds(scrape)
    judgeToken(world, scrape)
    judgeLog(world, scrape)
    this.#lost(scrape)
  }

  /** Whether anything is known of the same store: where nothing is, nothing contradicts the list of somebody else. */
  #isContradicted(key: string): boolean {
    const { truth } = this.#world
    const store = key.slice(0, key.lastIndexOf('/') + 1)
    return [...truth.certificates.values()].some((each) => {
      const { exists, mustBeKnown } = truth.present(each)
      return exists && mustBeKnown && each.key.startsWith(store)
    })
  }

  /** Nothing grows without bounds. */
  #bounds({ series, certificates, others }: Scrape): void {
    const world = this.#world
    const { process, disk, time } = world
    const tooMuch = {
      'requests in five minutes': [process.requests.length, requestsPer5m],
      'lines of log in an hour': [process.lines.length, 400 + 20 * certificates.size],
      series: [series, 500 + 60 * certificates.size],
      'bytes on the disk': [disk.bytes, 200_000 + 20_000 * world.truth.certificates.size],
    } as const
    for (const [what, [number, most]] of Object.entries(tooMuch))
      if (number > most) world.violate('never too much', `${number} ${what}, and ${most} are expected at most`, [])
    const isUnwritten = others.get('exporter_state_last_write_successful') === 0
    if (isUnwritten && disk.state === 'well' && time.now - disk.wellSince > world.interval + 600)
      world.violate('never a lie', 'the disk is well and the state counts as not written', [])
  }

  /** What a scrape showed is known after every restart. */
  #lost({ certificates }: Scrape): void {
    const world = this.#world
    const { shown, truth, process } = world
    for (const [key, before] of shown) {
      const known = truth.certificates.get(key)
      const seen = certificates.get(key)
      if (!known || before.expiry === undefined || !truth.present(known).exists) continue
      const hasWatched = world.estate.zones.has(known.zoneId) && world.configuredSince !== undefined
      if (hasWatched && seen?.expiry === undefined && truth.present(known).from < process.startedAt)
        world.violate('nothing lost', `${key} was shown, and is no longer known`, [key, process.name])
    }
    shown.clear()
    for (const [key, seen] of certificates) shown.set(key, seen)
  }

  #regularly(): void {
    const { time, chance, interval } = this.#world
    const when = chance.stream('looks')
    const next = () =>
      time.after(when.between(0.5, 1.5) * interval, () => {
        this.check()
        next()
      })
    next()
  }

  /** The next moment at which time alone changes something, and a little after it. */
  #planCrossing(): void {
    const { truth, time } = this.#world
    let next = Number.POSITIVE_INFINITY
    for (const certificate of truth.certificates.values()) {
      const version = truth.present(certificate)
      const { end, exists } = version
      if (!exists) continue
      const { warning, critical } = shortestThresholds(this.#world, certificate, version)
      for (const at of [end - warning, end - critical, end])
        for (const side of [at - aMoment, at + longestLag]) if (side > time.now && side < next) next = side
    }
    if (this.#crossing?.at === next) return
    this.#crossing?.cancel()
    if (next === Number.POSITIVE_INFINITY) return
    const planned = time.after(next - time.now, () => this.check())
    this.#crossing = { at: next, cancel: () => planned.cancel() }
  }
}
