import './host/threads.ts'

import { begin } from './happenings/happening.ts'
import { ofHost } from './happenings/host.ts'
import { ofOwner } from './happenings/owner.ts'
import { ofTheWay } from './happenings/ways.ts'
import { Checker } from './invariants/checker.ts'
import { type Violation, World } from './world/world.ts'

export interface RunOptions {
  readonly seed: number
  readonly days: number
  /** About so many certificates. */
  readonly fleet: number
  /** Hours between two cycles. Default: 1. */
  readonly every?: number
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
}

export const happenings = { ...ofOwner, ...ofTheWay, ...ofHost }

/** Lives through so many days, until a promise is broken. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { days, without = [] } = options
  const world = new World(options)
  const checker = new Checker(world)
  const wanted = Object.entries(happenings).filter(([name]) => !without.includes(name))
  begin(Object.fromEntries(wanted), world, () => checker.happened())
  await world.time.runUntil(days * 86_400, () => world.violations.length === 0)
  world.process.kill()
  const [violation] = world.violations
  return {
    options,
    fingerprint: world.story.fingerprint,
    violation,
    world,
    checks: checker.checks,
    days: world.time.now / 86_400,
  }
}
