import type { TrustFile } from '../config/model.ts'
import { formatProblem, type Problem } from '../config/problems.ts'
import { digestOf } from '../files/digest.ts'
import { type ReadFile, readLimited } from '../files/read-limited.ts'
import type { Anchors } from '../trust/anchors.ts'
import { largestCaFile, readCaFile } from '../trust/ca-file.ts'

/** How the last reading of a CA file ended, and what is in force of it. */
export interface TrustFileReading {
  /** The last good content, also while the file cannot be read. Undefined if there was none yet. */
  readonly anchors: Anchors | undefined
  /** Why it cannot be read, at the place where the configuration names it. Undefined if it can. */
  readonly problem: Problem | undefined
  /** A hash of the content that `anchors` are of. */
  readonly digest: string | undefined
}

/** Reads the CA files that a configuration names. A file that cannot be read takes nothing away. */
export class TrustFiles {
  readonly #onChange: (file: TrustFile, before: TrustFileReading | undefined, reading: TrustFileReading) => void
  readonly #readFile: ReadFile
  #files: readonly TrustFile[] = []
  readonly #readings = new Map<string, TrustFileReading>()

  /** @param onChange is called where another problem, none any more, or other certificates were found than before */
  constructor(
    onChange: (file: TrustFile, before: TrustFileReading | undefined, reading: TrustFileReading) => void,
    readFile: ReadFile = readLimited,
  ) {
    this.#onChange = onChange
    this.#readFile = readFile
  }

  /** The last good content of a file. Undefined if there was none yet. */
  readonly anchorsOf = (path: string): Anchors | undefined => this.#readings.get(path)?.anchors

  get paths(): readonly string[] {
    return this.#files.map(({ path }) => path)
  }

  /** Undefined where no file is named, or none was read yet. */
  get areReadable(): boolean | undefined {
    const readings = [...this.#readings.values()]
    return readings.length === 0 ? undefined : readings.every(({ problem }) => problem === undefined)
  }

  /** By path. Files that were not read yet are left out. */
  get readings(): ReadonlyMap<string, TrustFileReading> {
    return this.#readings
  }

  /** Keeps exactly these files from now on, and reads them. */
  async keep(files: readonly TrustFile[]): Promise<void> {
    this.#files = files
    const paths = new Set(this.paths)
    for (const path of this.#readings.keys()) if (!paths.has(path)) this.#readings.delete(path)
    await Promise.all(files.map((file) => this.#read(file)))
  }

  /** Reads all of them again. */
  async readAllAgain(): Promise<void> {
    await Promise.all(this.#files.map((file) => this.#read(file)))
  }

  /** Reads one of the files again. False if it is none of them. */
  async readAgain(path: string): Promise<boolean> {
    const file = this.#files.find((each) => each.path === path)
    if (file) await this.#read(file)
    return file !== undefined
  }

  async #read(file: TrustFile): Promise<void> {
    const found = await readTrustFile(file, this.#readFile, this.#readings.get(file.path))
    // A reload may have dropped it in the meantime.
    if (!this.#files.includes(file)) return
    const before = this.#readings.get(file.path)
    const { problem } = found
    const reading = found.anchors ? found : { anchors: before?.anchors, digest: before?.digest, problem }
    this.#readings.set(file.path, reading)
    if (before?.problem?.text !== problem?.text || before?.anchors !== reading.anchors)
      this.#onChange(file, before, reading)
  }
}

/** @param before gives the certificates where the content is the same: whoever judged by them need not judge again */
async function readTrustFile(
  { path, place }: TrustFile,
  readFile: ReadFile,
  before?: TrustFileReading,
): Promise<TrustFileReading> {
  const problem = (text: string) => ({ anchors: undefined, digest: undefined, problem: { ...place, text } })
  const file = await readFile(path, largestCaFile)
  if (!file.ok)
    return problem(`the CA file ${path} ${file.detail}: expected the certificates that the origin trusts, in PEM`)
  const digest = digestOf(file.content)
  if (before?.anchors && before.digest === digest) return { anchors: before.anchors, digest, problem: undefined }
  const result = readCaFile(file.content.toString('latin1'))
  return result.ok
    ? { anchors: result.anchors, digest, problem: undefined }
    : problem(`the CA file ${path}, line ${result.line}, ${result.detail}`)
}

/** Every problem of the files, one line each. */
export async function trustFileProblems(files: readonly TrustFile[]): Promise<readonly string[]> {
  const readings = await Promise.all(files.map((file) => readTrustFile(file, readLimited)))
  return readings.flatMap(({ problem }) => (problem ? [formatProblem(problem)] : []))
}
