import type { Pod } from '../host/pod.ts'
import type { Chance } from '../world/chance.ts'
import type { Watch } from '../world/watch.ts'
import type { World } from '../world/world.ts'
import { judgeCertificate } from './certificate-invariants.ts'
import { judgeFaults } from './fault-invariants.ts'
import { noteWhatMustBeKnown, shortestThresholds } from './knowledge.ts'
import { judgeLog } from './log-invariants.ts'
import { judgePod, judgeShares, type Scraped } from './pod-invariants.ts'
import { readScrape, together } from './scrape.ts'
import { disagreements } from './surfaces.ts'
import { judgeWatch } from './watch-invariants.ts'

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
    void this.look(true).catch((error: unknown) => this.#world.violate('no exception', String(error), []))
  }

  /**
   * Scrapes everything and judges what it says.
   * @param withSurfaces whether page and JSON may be compared too
   */
  async look(withSurfaces: boolean): Promise<void> {
    for (const watch of [...this.#world.watches]) {
      const scrapes = await Promise.all(watch.pods.map((pod) => this.#scrape(pod)))
      const scraped = scrapes.filter((each) => each !== undefined)
      if (scraped.length > 0) this.#judge(watch, scraped)
      if (withSurfaces) await this.#compareSurfaces(scraped)
    }
  }

  async #compareSurfaces(scraped: readonly Scraped[]): Promise<void> {
    const { now } = this.#world.time
    if (!this.#surfaces.happens(shareOfSurfaces) || now - this.#surfacesAt <= longestUseOfPage) return
    this.#surfacesAt = now
    for (const { pod, scrape } of scraped) {
      // In the middle of a cycle one of them may be some seconds older.
      if (now - (pod.process.requests.at(-1) ?? Number.NEGATIVE_INFINITY) < longestLag) continue
      const [disagreement] = await disagreements(pod.process, scrape)
      if (disagreement) this.#world.violate('one severity everywhere', disagreement, [pod.process.name])
    }
  }

  async #scrape(pod: Pod): Promise<Scraped | undefined> {
    const { time, story } = this.#world
    const at = time.now
    const { lostLines } = pod.process
    const text = await pod.process.get('/metrics')
    if (time.now !== at)
      throw new Error('a scrape takes time, which a thread of Node.js decides: test/simulation/host/threads.ts')
    if (text === undefined) return undefined
    this.checks += 1
    const scrape = readScrape(text, at)
    story.note(`scrape ${scrape.series} ${[...scrape.certificates.values()].map(({ severity }) => severity).join('')}`)
    return { pod, scrape, lostLines }
  }

  #judge(watch: Watch, scraped: readonly Scraped[]): void {
    const world = this.#world
    const scrape = together(scraped.map(({ scrape }) => scrape))
    const judged = { world, watch, scrape, isWhole: watch.isWhole && scraped.length === watch.pods.length }
    for (const truth of world.truth.certificates.values()) judgeCertificate(judged, truth)
    judgeWatch(judged)
    for (const each of scraped) {
      const { pod, scrape: own } = each
      judgePod(world, pod, own)
      judgeLog(world, each)
      judgeFaults(world, pod, own)
    }
    if (watch.settledSince !== undefined) judgeShares(world, scraped)
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
      const { warning, critical } = shortestThresholds(this.#world, this.#world.watches, certificate, version)
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
