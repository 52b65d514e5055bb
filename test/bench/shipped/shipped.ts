import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.ts'
import { type Bundle, earlierBundle, presentBundle } from './bundles.ts'
import { type ShippedDaemon, type ShippedOptions, startShipped } from './shipped-daemon.ts'

/** What the parts of the bench share. Each thing is made when it is first asked for. */
export class Shipped {
  readonly #simulators = new Map<number, Promise<SimulatorProcess>>()
  #folder: Promise<string> | undefined
  #present: Promise<Bundle> | undefined
  #earlier: Promise<Bundle | undefined> | undefined

  get folder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'exporter-bench-'))
    return this.#folder
  }

  get present(): Promise<Bundle> {
    this.#present ??= this.folder.then(presentBundle)
    return this.#present
  }

  /** Undefined where the history does not go back so far. */
  get earlier(): Promise<Bundle | undefined> {
    this.#earlier ??= this.folder.then(earlierBundle)
    return this.#earlier
  }

  /** Cloudflare's API with so many certificates, ten a zone, all of them different. */
  simulator(certificates: number): Promise<SimulatorProcess> {
    const simulator = this.#simulators.get(certificates) ?? startSimulatorProcess(certificates)
    this.#simulators.set(certificates, simulator)
    return simulator
  }

  /** The daemon over so many certificates, by default of the present sources. */
  async start(
    certificates: number,
    options: Partial<Omit<ShippedOptions, 'folder' | 'simulator'>> = {},
  ): Promise<ShippedDaemon> {
    const [folder, simulator] = await Promise.all([this.folder, this.simulator(certificates)])
    return startShipped({ bundle: options.bundle ?? (await this.present), ...options, folder, simulator })
  }

  async close(): Promise<void> {
    for (const simulator of this.#simulators.values()) await (await simulator).close()
    if (this.#folder) await rm(await this.#folder, { recursive: true })
  }
}
