import type { Version } from '../cloudflare/truth.ts'
import type { Pod } from '../host/pod.ts'
import type { SeenCertificate } from '../invariants/scrape.ts'

/** Pods that watch everything together: one, or one for each shard. Each of several replicas is a watch of its own. */
export class Watch {
  pods: readonly Pod[] = []
  /** What the last scrapes showed. */
  readonly shown = new Map<string, SeenCertificate>()
  /** Since when each of its pods has been of the same number of shards. Undefined: an update is changing it. */
  settledSince: number | undefined = 0
  #known = new WeakSet<Version>()

  /** Whether it has had all that it needs to know this. */
  mustKnow(version: Version): boolean {
    return this.#known.has(version)
  }

  noteKnown(version: Version): void {
    this.#known.add(version)
  }

  forget(): void {
    this.#known = new WeakSet()
    this.shown.clear()
  }

  /** Whether each of its pods is there, so that what none of them shows is not known. */
  get isWhole(): boolean {
    return this.settledSince !== undefined && this.pods.every(({ process }) => process.isListening)
  }

  /** For how long one of several shards has been away, in seconds. */
  get missingFor(): number {
    return this.pods.length === 1 ? 0 : Math.max(...this.pods.map(({ downFor }) => downFor))
  }

  /** Since when all of it has been well. Undefined: something is not. */
  get wellSince(): number | undefined {
    let since = this.settledSince
    for (const { wellSince } of this.pods) {
      if (since === undefined || wellSince === undefined) return undefined
      since = Math.max(since, wellSince)
    }
    return since
  }

  /** When the last of its processes began. */
  get startedAt(): number {
    return Math.max(...this.pods.map(({ process }) => process.startedAt))
  }

  /** When the first of its processes began. */
  get firstStartedAt(): number {
    return Math.min(...this.pods.map(({ process }) => process.startedAt))
  }

  /** Since when each of its processes must have asked for everything: it does so at its start, when it wakes, and when its clock is set. */
  get askedAllSince(): number {
    return Math.min(...this.pods.map(({ process, machine }) => Math.max(process.startedAt, machine.rightSince)))
  }

  /** Since when every clock has been right, and every computer awake. Undefined: a clock is wrong. */
  get clockRightSince(): number | undefined {
    if (this.pods.some(({ machine }) => machine.offset !== 0)) return undefined
    return Math.max(...this.pods.map(({ machine }) => machine.rightSince))
  }

  /** When one of its processes last read a state file, at the latest: at its start, or when its disk worked again. */
  get restoredAt(): number {
    return Math.max(...this.pods.map(({ process, disk }) => Math.max(process.startedAt, disk.wellSince)))
  }

  get names(): readonly string[] {
    return this.pods.map(({ process }) => process.name)
  }
}
