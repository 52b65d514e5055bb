import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { TrustFile } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import type { ReadFile } from '../files/read-limited.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { certificatesOf } from '../inventory/snapshot.ts'
import { type TrustJudge, trustOf } from '../inventory/trust.ts'
import { TrustBook } from '../trust/trust-book.ts'
import { BundleReadings } from './bundle-readings.ts'
import { type TrustFileReading, TrustFiles } from './trust-files.ts'

/** So many certificates are judged in one go. They take a few milliseconds, even where every signature is new. */
const certificatesAtOnce = 8

type InventoryPart = Pick<Inventory, 'snapshot' | 'judgeAgain' | 'publishBundles'>

export interface TrustWatchOptions {
  readonly inventory: () => InventoryPart
  readonly clock: Pick<Clock, 'now'>
  readonly log: Logger
  readonly readFile: ReadFile
  /** Resolves when other waiting work has had its turn. */
  readonly nextTurn: () => Promise<void>
  /** Is called when files were read that are watched by themselves. */
  readonly onRead: () => void
}

/** Knows what the origins' CA files hold, and what they make of every watched certificate, and keeps that in the inventory. */
export class TrustWatch {
  readonly files: TrustFiles
  readonly #book: TrustBook
  readonly #log: Logger
  readonly #inventory: () => InventoryPart
  readonly #clock: Pick<Clock, 'now'>
  readonly #nextTurn: () => Promise<void>
  readonly #onRead: () => void
  readonly #bundles = new BundleReadings()
  #looking: Promise<void> | undefined
  #settling: Promise<void> | undefined

  constructor({ inventory, clock, log, readFile, nextTurn, onRead }: TrustWatchOptions) {
    this.#nextTurn = nextTurn
    this.#onRead = onRead
    this.#inventory = inventory
    this.#clock = clock
    this.#log = log
    this.files = new TrustFiles((file, before, reading) => this.#tell(file, before, reading), readFile)
    this.#book = new TrustBook(this.files.anchorsOf)
  }

  readonly judge: TrustJudge = (presented, sources) => this.#book.judge(presented, sources)

  /** Judges by exactly these files from now on. */
  async follow(files: readonly TrustFile[]): Promise<void> {
    await this.files.keep(files)
    this.#publish(this.files.paths)
    await this.settle()
  }

  /** Reads all files again, as every full cycle does. Where a mount hangs the next cycles wait with it. */
  lookAgain(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    await this.files.readAllAgain()
    this.#publish(this.files.paths)
    await this.settle()
  }

  /** Is called when the content of a file has changed. False if it is none of the CA files. */
  async changed(path: string): Promise<boolean> {
    if (!(await this.files.readAgain(path))) return false
    this.#publish([path])
    await this.settle()
    return true
  }

  /**
   * Judges what has not been judged by the present files, a few certificates at a time: a new CA file concerns all of ten thousand.
   * Publishing finds the results then.
   */
  settle(): Promise<void> {
    this.#settling = (this.#settling ?? Promise.resolve())
      .then(() => this.#judgeAll())
      .catch((error: unknown) =>
        this.#log.error({ event: 'internal_error', err: error }, 'the CA files could not be judged by'),
      )
    return this.#settling
  }

  /** @param read the paths of the files that were just read */
  #publish(read: readonly string[]): void {
    const inventory = this.#inventory()
    const paths = [...inventory.snapshot.bundles.values()].map(({ entry }) => entry.path)
    const wanted = new Set(paths.filter((path) => read.includes(path)))
    const outcomes = this.#bundles.outcomes(this.files.readings, wanted)
    if (outcomes.size === 0) return
    inventory.publishBundles(outcomes, this.#clock.now())
    this.#onRead()
  }

  async #judgeAll(): Promise<void> {
    let isNews = false
    const certificates = certificatesOf(this.#inventory().snapshot).filter(
      ({ entry, trust }) => entry.trustedBy || trust,
    )
    for (const [i, certificate] of certificates.entries()) {
      if (trustOf(certificate, this.judge) !== certificate.trust) isNews = true
      if (i % certificatesAtOnce === 0) await this.#nextTurn()
    }
    if (isNews) this.#inventory().judgeAgain()
  }

  #tell({ path }: TrustFile, before: TrustFileReading | undefined, { anchors, problem }: TrustFileReading): void {
    if (problem) {
      const kept = anchors ? 'what it held before stays in force' : 'nobody knows what its origins trust'
      const fields = { event: 'trust_file_unreadable', path, problem: formatProblem(problem) }
      this.#log.warn(fields, `a CA file cannot be used, ${kept}: ${formatProblem(problem)}`)
      return
    }
    const certificates = anchors?.certificates.length ?? 0
    if (before)
      this.#log.info({ event: 'trust_file_changed', path, certificates }, `the CA file ${path} was read again`)
  }
}
