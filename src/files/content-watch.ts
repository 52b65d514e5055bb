import type { Clock } from '../clock.ts'
import { digestOf } from './digest.ts'
import { type ReadFile, readLimited } from './read-limited.ts'

export interface ContentWatchOptions {
  /** Returns the files to watch. It is called for every check. */
  readonly paths: () => readonly string[]
  readonly clock: Clock
  /** Default: `readLimited`. */
  readonly readFile?: ReadFile
  /** Is called with each file whose content has changed, that has disappeared, or that has come back. */
  readonly onChange: (path: string) => void
}

const secondsBetweenLooks = 5
const largestFile = 16 * 1024 * 1024

/**
 * Watches files by their content. File events are not enough: Kubernetes swaps a symbolic link two folders up, editors rename files, and
 * network file systems send no events.
 */
export class ContentWatch {
  readonly #options: ContentWatchOptions
  readonly #stop = new AbortController()
  #contents: ReadonlyMap<string, string> = new Map()
  #loop: Promise<void> | undefined

  constructor(options: ContentWatchOptions) {
    this.#options = options
  }

  /**
   * Resolves when the present contents are known.
   * @param inForce the SHA-256 in hex of contents that were read before, by file: another present content is reported as a change
   */
  async start(inForce: ReadonlyMap<string, string> = new Map()): Promise<void> {
    this.#contents = new Map([...(await this.#look()), ...inForce])
    this.#loop = this.#watch()
  }

  /** Takes the present content of one file as known. Only later changes of it are reported. */
  async rebase(path: string): Promise<void> {
    const content = await this.#fingerprint(path)
    this.#contents = new Map(this.#contents).set(path, content)
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('shutting down'))
    await this.#loop
  }

  async #watch(): Promise<void> {
    const { clock, onChange } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      await clock.sleep(secondsBetweenLooks, signal).catch(() => undefined)
      if (signal.aborted) return
      const before = this.#contents
      this.#contents = await this.#look()
      for (const [path, content] of this.#contents) if (before.has(path) && before.get(path) !== content) onChange(path)
    }
  }

  async #look(): Promise<ReadonlyMap<string, string>> {
    const paths = [...new Set(this.#options.paths())]
    return new Map(await Promise.all(paths.map(async (path) => [path, await this.#fingerprint(path)] as const)))
  }

  async #fingerprint(path: string): Promise<string> {
    const { readFile = readLimited } = this.#options
    const file = await readFile(path, largestFile)
    return file.ok ? digestOf(file.content) : file.code
  }
}
