import type { VirtualCloudflare } from '../cloudflare/virtual-cloudflare.ts'
import type { Chance } from '../world/chance.ts'
import type { Story } from '../world/story.ts'
import type { VirtualTime } from '../world/virtual-time.ts'
import { DaemonProcess } from './daemon-process.ts'
import type { ParsedConfigs } from './parsed-configs.ts'
import { Machine } from './process-clock.ts'
import type { DiskState, VirtualDisk } from './virtual-disk.ts'

/** What all pods have in common. */
export interface PodSurroundings {
  readonly time: VirtualTime
  /** Unix seconds at which the world began. */
  readonly epoch: number
  /** The configuration and the secrets, the same for all. */
  readonly mounts: VirtualDisk
  readonly configs: ParsedConfigs
  readonly cloudflare: VirtualCloudflare
  readonly chance: Chance
  readonly story: Story
  /** Seconds between two cycles. */
  readonly interval: number
  /** The name of the next process. */
  readonly nextName: () => string
  /** Takes a look at everything. */
  readonly look: () => Promise<void>
  /** Is called when a process has begun in place of another. */
  readonly onSuccessor: () => void
  readonly onFault: (text: string, process: string) => void
}

export interface PodOptions {
  /** Its disk may outlive it. */
  readonly disk: VirtualDisk
  /** The computer that had this disk before. */
  readonly predecessor?: Machine | undefined
  readonly env: Readonly<Record<string, string>>
  /** Is called where something of what was known may be lost, as docs/reliability.md says. */
  readonly onForgotten: () => void
}

/** A process may take so long to end after SIGTERM, in seconds. */
const patience = 10

/** A computer with its clock, its disk and the daemon, which is started again whenever it ends. */
export class Pod {
  readonly machine: Machine
  readonly disk: VirtualDisk
  process: DaemonProcess
  /** By which Prometheus knows it. */
  readonly instance: string
  readonly #around: PodSurroundings
  readonly #options: PodOptions
  #isDeleted = false
  #killedAt = 0

  constructor(around: PodSurroundings, options: PodOptions) {
    this.#around = around
    this.#options = options
    this.disk = options.disk
    this.machine = options.predecessor?.successor(around.time.now) ?? new Machine()
    this.process = this.#start()
    this.instance = this.process.name
  }

  /** How many shards there are, as it knows. */
  get shards(): number {
    return Number(this.#options.env['SHARD_TOTAL'] ?? 1)
  }

  get isDeleted(): boolean {
    return this.#isDeleted
  }

  /** Since when process and clock have been well. Undefined: one of them is not. */
  get wellSince(): number | undefined {
    const { process, machine } = this
    const isWell = process.isListening && machine.offset === 0 && this.#around.time.now >= machine.rightSince
    return isWell ? Math.max(process.startedAt, machine.rightSince) : undefined
  }

  /** For how long it has been away since it was killed, in seconds. */
  get downFor(): number {
    return this.process.isAlive ? 0 : this.#around.time.now - this.#killedAt
  }

  /** As `systemctl restart` does, or a kubelet. */
  restart(): void {
    const { process } = this
    if (!process.isListening || this.#isDeleted) return
    this.#tell('stop', process.name)
    void this.#ended(process).then((why) => this.#succeed(process, why))
  }

  /**
   * @param losesPower what the disk had not synced is lost too
   * @param downFor seconds until it begins again
   */
  crash(losesPower: boolean, downFor: number): void {
    const { process } = this
    if (!process.isAlive || this.#isDeleted) return
    this.#tell('kill', `${process.name}${losesPower ? ', and the power' : ''}`)
    process.kill()
    this.#killedAt = this.#around.time.now
    if (losesPower) this.disk.losePower(this.#around.chance.stream(`power of ${process.name}`))
    this.#around.time.after(downFor, () => this.#succeed(process, 'it was killed'))
  }

  /** Kills it between two steps of its next cycle. A look just before sees what it shows there. */
  crashInCycle(steps: number, losesPower: boolean, downFor: number): void {
    const { process } = this
    process.atStep(steps, () => {
      void this.#around.look().then(() => process === this.process && this.crash(losesPower, downFor))
    })
  }

  /** Ends it for ever. Resolves when it has ended. */
  async delete(): Promise<void> {
    if (this.#isDeleted) return
    this.#isDeleted = true
    const { process } = this
    this.#tell('delete', process.name)
    this.#tell('end', `${process.name}: ${await this.#ended(process)}`)
    process.kill()
  }

  becomeDisk(state: DiskState): void {
    this.#tell('disk', state)
    // It may not have read its state yet.
    if (!this.process.isListening) this.#options.onForgotten()
    if (state === 'well') this.disk.wellSince = this.#around.time.now
    this.disk.become(state)
  }

  /** Sets the computer's clock wrong by so much, or right. */
  step(offset: number): void {
    this.machine.offset = offset
    this.machine.rightSince = Math.max(this.#around.time.now, this.machine.awakeFrom)
    this.#tell('clock', `wrong by ${offset.toFixed(0)} s`)
  }

  suspend(seconds: number): void {
    const { now } = this.#around.time
    if (now < this.machine.awakeFrom) return
    this.machine.suspend(now, seconds)
    this.machine.rightSince = now + seconds
    this.#tell('suspend', `for ${(seconds / 60).toFixed(0)} minutes`)
  }

  /** @returns why it has ended */
  #ended(process: DaemonProcess): Promise<string> {
    if (!process.isAlive) return Promise.resolve('it was dead')
    return new Promise((resolve) => {
      const planned = this.#around.time.after(patience, () => resolve('it did not end in time'))
      void process.stop().then(() => {
        planned.cancel()
        resolve('it ended')
      })
    })
  }

  #succeed(process: DaemonProcess, why: string): void {
    if (this.process !== process || this.#isDeleted) return
    process.kill()
    this.#tell('end', `${process.name}: ${why}`)
    if (!process.hasStateFile) this.#options.onForgotten()
    this.process = this.#start()
    this.#around.onSuccessor()
  }

  #start(): DaemonProcess {
    const { chance, story, nextName, onFault, time, interval } = this.#around
    // It may not be able to read its state, or the last process could not write it.
    if (this.disk.state !== 'well' || this.disk.wellSince > time.now - interval) this.#options.onForgotten()
    const name = nextName()
    const index = this.#options.env['SHARD_INDEX']
    const shard = index === undefined ? '' : `, shard ${index} of ${this.#options.env['SHARD_TOTAL']}`
    story.tell('start', `${name}${shard}`, [name])
    const process = new DaemonProcess({
      ...this.#around,
      name,
      machine: this.machine,
      disk: this.disk,
      chance: chance.stream(name),
      env: this.#options.env,
      onFault: (text) => onFault(text, name),
      onRefusal: () => time.after(60, () => this.#succeed(process, 'its configuration is wrong')),
    })
    return process
  }

  #tell(what: string, text: string): void {
    this.#around.story.tell(what, text, [this.process.name])
  }
}
