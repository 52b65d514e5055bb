import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { RunOptions } from './run.ts'

/** How one seed went. */
export interface DoneSeed {
  readonly seed: number
  /** Virtual days that went by. */
  readonly days: number
  readonly fingerprint: string
  /** Seconds of the processor. */
  readonly seconds: number
  /** Of the program, as git names it. */
  readonly revision: string
  /** Which promise was broken. Absent: none. */
  readonly broken?: string
  readonly story?: string
}

interface Head {
  /** What holds for each seed. */
  readonly each: Omit<RunOptions, 'seed'>
}

/**
 * What is done of a run in pieces: a file of lines of JSON, the first with what holds for each seed. Several processes may add to it, and
 * one that is killed leaves at most half a line.
 */
export class Progress {
  readonly #path: string

  /** @throws Error if the file is that of another run */
  constructor(path: string, each: Head['each']) {
    this.#path = path
    const head = JSON.stringify({ each })
    if (!existsSync(path)) appendFileSync(path, `${head}\n`)
    const [found] = this.#lines()
    if (found !== head)
      throw new Error(`${path} is that of another run: ${found}. Give another file, or delete this one`)
  }

  /** The last that is known of each seed. */
  get done(): ReadonlyMap<number, DoneSeed> {
    const seeds = this.#lines().slice(1).flatMap(seedIn)
    return new Map(seeds.map((each) => [each.seed, each]))
  }

  add(done: DoneSeed): void {
    // What another process has left half written ends here.
    appendFileSync(this.#path, `\n${JSON.stringify(done)}\n`)
  }

  #lines(): readonly string[] {
    return readFileSync(this.#path, 'utf8').split('\n').filter(Boolean)
  }
}

function seedIn(line: string): readonly DoneSeed[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
