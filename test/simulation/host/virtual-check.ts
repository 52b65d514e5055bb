import type { CliContext, Output } from '../../../src/cli/context.ts'
import { nagiosLine } from '../../../src/cli/nagios.ts'
import { onePass } from '../../../src/cli/one-pass.ts'
import { causesIn } from '../../../src/cli/shared-causes.ts'
import { Redactor } from '../../../src/log/redaction.ts'
import { checkedIn, exitCodeOf, type Report, reportOnChecked } from '../../../src/report/report.ts'
import { baseUrl } from '../cloudflare/virtual-cloudflare.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import { AbortListeners } from './abort-listeners.ts'
import { configPath } from './daemon-process.ts'
import { HeldResources } from './held-resources.ts'
import { Machine, ProcessClock } from './process-clock.ts'
import { DiskView } from './virtual-disk.ts'

/** What `check` says in each of its forms. */
export interface CheckAnswer {
  readonly report: Report
  readonly exitCode: number
  /** The line for a monitoring system. */
  readonly nagios: string
}

/** `check` on a computer of its own. @returns undefined where the configuration cannot be used */
export async function check(world: World, chance: Chance): Promise<CheckAnswer | undefined> {
  const { time, epoch, mounts, cloudflare, story } = world
  const abortListeners = new AbortListeners()
  const always = { isAlive: () => true, onStep: () => undefined, held: new HeldResources(), abortListeners }
  const clock = new ProcessClock({ time, epoch, machine: new Machine(), chance, ...always })
  const after = (seconds: number, run: () => void) => void clock.after(seconds, run)
  const readFile = new DiskView(mounts, { ...always, chance, nowMs: () => clock.now() * 1000, after }).readAtOnce
  const file = await readFile(configPath, Number.POSITIVE_INFINITY)
  const parsed = await world.configs.parse(file.ok ? file.content : Buffer.alloc(0), { path: configPath, env: {} })
  if (!parsed.ok) return undefined
  const caller = {
    name: 'check',
    after,
    abortListeners,
    requested: (url: string) => story.note(`check asks ${url}`),
    answered: (url: string, code: number | string) => story.note(`check ${code} ${url}`),
  }
  const reach = {
    openTransport: async () => cloudflare.transportFor(caller),
    readFile,
    nextTurn: () => Promise.resolve(),
  }
  const context = contextOf(clock, chance)
  const snapshot = await onePass(parsed.config, { logLevel: 'fatal', logFormat: undefined }, context, new Redactor(), {
    reach,
  })
  if (!snapshot) return undefined
  const now = clock.now()
  const checked = checkedIn(snapshot, now)
  const report = reportOnChecked(checked, now)
  const causes = causesIn(checked, { baseUrl, proxy: { httpsProxy: undefined, noProxy: undefined } })
  return { report, exitCode: exitCodeOf(report), nagios: nagiosLine(checked, causes, now) }
}

const nowhere: Output = {
  write: () => undefined,
  unread: 0,
  onRead: () => undefined,
  isTerminal: false,
  columns: undefined,
}

function contextOf(clock: CliContext['clock'], chance: Chance): CliContext {
  return {
    environment: {},
    stdout: nowhere,
    stderr: nowhere,
    nodeVersion: '24.0.0',
    clock,
    random: chance.next,
    interrupted: new Promise(() => undefined),
    onHangup: () => undefined,
  }
}
