import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { pino } from 'pino'
import { type Daemon, startDaemon } from '../../../src/daemon/daemon.ts'
import type { ListenersOptions } from '../../../src/daemon/listeners.ts'
import { type LongBody, type Routes, route } from '../../../src/http/routes.ts'
import { BoundedLines } from '../../../src/log/bounded-lines.ts'
import { Redactor } from '../../../src/log/redaction.ts'
import { stateDiskOf } from '../../../src/state/state-disk.ts'
import type { VirtualCloudflare } from '../cloudflare/virtual-cloudflare.ts'
import type { Chance } from '../world/chance.ts'
import type { Story } from '../world/story.ts'
import type { VirtualTime } from '../world/virtual-time.ts'
import { AbortListeners } from './abort-listeners.ts'
import { HeldResources } from './held-resources.ts'
import { LogPipe } from './log-pipe.ts'
import type { ParsedConfigs } from './parsed-configs.ts'
import { type Machine, ProcessClock } from './process-clock.ts'
import { virtualCalendar } from './virtual-calendar.ts'
import { DiskView, type VirtualDisk } from './virtual-disk.ts'

export const configPath = '/etc/exporter/config.yaml'

export interface ProcessOptions {
  readonly name: string
  readonly time: VirtualTime
  readonly epoch: number
  readonly machine: Machine
  /** What its state is on. */
  readonly disk: VirtualDisk
  /** What its configuration and its secrets are in. */
  readonly mounts: VirtualDisk
  readonly configs: ParsedConfigs
  readonly cloudflare: VirtualCloudflare
  readonly chance: Chance
  readonly story: Story
  readonly env: Readonly<Record<string, string>>
  /** Is called where something happened that no daemon may do. */
  readonly onFault: (what: string) => void
  /** Is called where the daemon ends because its configuration is wrong. */
  readonly onRefusal: () => void
}

/** The whole daemon in this process, with nothing real around it. */
export class DaemonProcess {
  readonly name: string
  readonly startedAt: number
  /** When each request was made, of the last five minutes. */
  readonly requests: number[] = []
  /** When each line of the log was written, of the last hour. */
  readonly lines: number[] = []
  /** How many lines it wished to write. */
  written = 0
  /** False where it began with a configuration that was cut off before `state`: what it finds is lost when it ends. */
  hasStateFile = true
  readonly pipe = new LogPipe((line) => this.#told(line))
  readonly held = new HeldResources()
  readonly #abortListeners = new AbortListeners()
  readonly #options: ProcessOptions
  readonly #clock: ProcessClock
  #isAlive = true
  #hasStopped = false
  /** What is to be done at a step of it, and how many steps are left to there. */
  #planned: { stepsLeft: number; readonly run: () => void; isInCycle: boolean } | undefined
  #routes: Routes | undefined
  #daemon: Daemon | undefined

  constructor(options: ProcessOptions) {
    this.name = options.name
    this.#options = options
    this.startedAt = options.time.now
    const isAlive = () => this.#isAlive
    const onStep = () => this.#step()
    const { held } = this
    const abortListeners = this.#abortListeners
    const lateness = options.chance.stream('lateness')
    this.#clock = new ProcessClock({ ...options, chance: lateness, isAlive, onStep, held, abortListeners })
    this.#start().catch((error: unknown) => this.#isAlive && options.onFault(`the daemon did not start: ${error}`))
  }

  get isListening(): boolean {
    return this.#isAlive && this.#routes !== undefined
  }

  /** How many lines of the log found no room. */
  get lostLines(): number {
    return this.written - this.pipe.taken
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** Nothing of it happens any more, wherever it is. */
  kill(): void {
    this.#isAlive = false
    this.#routes = undefined
    this.#abortListeners.removeAll()
  }

  /** As SIGTERM does. Resolves when it has ended. */
  async stop(): Promise<void> {
    await this.#daemon?.stop()
    this.#hasStopped ||= this.#isAlive
    this.kill()
  }

  /**
   * Runs after so many steps from its next request on. A step is where it asks for something from outside, such as a write, an answer or a
   * timer, and where it gets that.
   */
  atStep(stepsLeft: number, run: () => void): void {
    this.#planned = { stepsLeft, run, isInCycle: false }
  }

  #step(): void {
    const planned = this.#planned
    if (!planned?.isInCycle || planned.stepsLeft-- > 0) return
    this.#planned = undefined
    planned.run()
  }

  reload(): void {
    this.#daemon?.reload()
  }

  /** @returns undefined where nobody answers, as while its computer is asleep */
  async get(url: string): Promise<string | undefined> {
    const { machine, time } = this.#options
    if (!this.#routes || time.now < machine.awakeFrom) return undefined
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    const request = new IncomingMessage(new Socket())
    Object.assign(request, { method: 'GET', url })
    const reply = await route(this.#routes, request, over)
    const body = isPieces(reply.body) ? await joined(reply.body) : reply.body.toString()
    end()
    return reply.status === 200 && this.#isAlive ? body : undefined
  }

  async #start(): Promise<void> {
    const { time, disk, mounts, configs, cloudflare, chance, story, name, env, epoch, machine, onFault, onRefusal } =
      this.#options
    const isAlive = () => this.#isAlive
    const after = (seconds: number, run: () => void) => this.#clock.after(seconds, run)
    const nowMs = () => (epoch + time.now) * 1000
    const host = { chance: chance.stream('disk'), nowMs, after, isAlive, held: this.held }
    const [view, mounted] = [new DiskView(disk, host), new DiskView(mounts, host)]
    const onStep = () => this.#step()
    const abortListeners = this.#abortListeners
    const hostClock = new ProcessClock({
      time,
      epoch,
      machine,
      chance,
      isAlive,
      onStep,
      held: this.held,
      abortListeners,
    })
    hostClock.arePollsLate = false
    const nextTurn = () => Promise.resolve()
    const names = chance.stream('names')
    const caller = {
      name,
      after,
      abortListeners,
      requested: (url: string) => this.#requested(url),
      answered: (url: string, code: number | string) => story.note(`${name} ${code} ${url}`),
    }
    const load = async () => {
      const file = await mounted.readAtOnce(configPath, Number.POSITIVE_INFINITY)
      return configs.parse(file.ok ? file.content : Buffer.alloc(0), { path: configPath, env })
    }
    const first = await load()
    if (!first.ok) {
      this.kill()
      onRefusal()
      return
    }
    this.hasStateFile = first.config.state.path !== undefined
    const random = chance.stream('daemon').next
    const logLines = new BoundedLines(this.pipe)
    const write = (line: string) => {
      if (!this.#isAlive) return
      this.#noted(line)
      logLines.write(line)
    }
    const log = pino({ base: null, timestamp: false, level: 'info' }, { write })
    logLines.onRoom((lines) => log.warn({ event: 'log_lines_dropped', lines }))
    this.#daemon = await startDaemon({
      config: first.config,
      load,
      proxy: { httpsProxy: undefined, noProxy: undefined },
      nodeVersion: '24.0.0',
      log,
      logLines,
      redactor: new Redactor(),
      clock: this.#clock,
      random,
      host: {
        disk: stateDiskOf({ files: view.files, nextTurn, name: () => names.uuid(), read: view.read }),
        clock: hostClock,
      },
      readFile: mounted.readAtOnce,
      openTransport: async () => this.held.counted(cloudflare.transportFor(caller)),
      openListeners: async ({ routes }: ListenersOptions) => {
        if (this.#hasStopped) onFault('a process that has ended listens')
        if (this.#isAlive) this.#routes = routes
        return { url: `http://${name}`, stop: async () => undefined }
      },
      createCalendar: (cron, timezone) => virtualCalendar(cron, timezone, this.#clock.now),
      measureProcess: () => undefined,
      nextTurn,
    })
  }

  #requested(url: string): void {
    const { time, story, name, onFault } = this.#options
    if (this.#hasStopped) onFault(`a process that has ended asks ${url}`)
    if (!this.#isAlive) return
    if (this.#planned) this.#planned.isInCycle = true
    noteMoment(this.requests, time.now, 300)
    story.note(`${name} asks ${url}`)
  }

  #noted(line: string): void {
    this.written += 1
    noteMoment(this.lines, this.#options.time.now, 3600)
    if (line.includes('internal_error')) this.#options.onFault(`internal error: ${line}`)
  }

  #told(line: string): void {
    const { story, name } = this.#options
    story.tell('log', `${name}: ${line.trimEnd().slice(0, 400)}`, [name])
  }
}

/** @param kept seconds for which moments are remembered */
function noteMoment(moments: number[], now: number, kept: number): void {
  moments.push(now)
  while ((moments[0] ?? now) < now - kept) moments.shift()
}

function isPieces(body: string | Uint8Array | LongBody): body is LongBody {
  return typeof body === 'object' && 'pieces' in body
}

async function joined({ pieces }: LongBody): Promise<string> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all).toString()
}
