import './host/threads.ts'

import { begin } from './happenings/happening.ts'
import { ofHost } from './happenings/host.ts'
import { ofOwner } from './happenings/owner.ts'
import { ofTokens } from './happenings/tokens.ts'
import { ofTheWay } from './happenings/ways.ts'
import { AlertWindow } from './invariants/alert-window.ts'
import { Checker } from './invariants/checker.ts'
import { judgeHandOver } from './invariants/hand-over.ts'
import type { Setup } from './world/setups.ts'
import { type Violation, World } from './world/world.ts'

export interface RunOptions {
  readonly seed: number
  readonly days: number
  /** About so many certificates. */
  readonly fleet: number
  /** Hours between two cycles. Default: 1. */
  readonly every?: number
  /** How the daemon is installed. Default: by the seed. */
  readonly setup?: Setup
  /** What does not happen, by name. */
  readonly without?: readonly string[]
}

export interface RunResult {
  readonly options: RunOptions
  /** A hash over everything that happened. */
  readonly fingerprint: string
  /** The first promise that was broken. */
  readonly violation: Violation | undefined
  readonly world: World
  readonly checks: number
  /** Virtual days that went by. */
  readonly days: number
  /** Scrapes around a crossing, for promtool; only where metrics were wanted. */
  readonly window: object | undefined
}

export const happenings = { ...ofOwner, ...ofTheWay, ...ofTokens, ...ofHost }

/**
 * Lives through so many days, until a promise is broken.
 * @param wanted the metrics of which a window is recorded
 */
export async function run(options: RunOptions, wanted?: ReadonlySet<string>): Promise<RunResult> {
  const { days, without = [] } = options
  const world = new World(options)
  const checker = new Checker(world)
  world.onHandOver = (old, fresh) => judgeHandOver(world, old, fresh)
  world.look = () => checker.look(false)
  // Before the first cycle is over: what is shown then was restored.
  world.onChange = () => world.time.after(2, () => checker.check())
  const window = wanted && new AlertWindow(world, wanted, days)
  const chosen = Object.entries(happenings).filter(([name]) => !without.includes(name))
  begin(Object.fromEntries(chosen), world, () => checker.happened())
  await world.time.runUntil(days * 86_400, () => world.violations.length === 0)
  for (const { process } of world.pods) process.kill()
  const [violation] = world.violations
  return {
    options,
    fingerprint: world.story.fingerprint,
    violation,
    world,
    checks: checker.checks,
    days: world.time.now / 86_400,
    window: window?.test,
  }
}
