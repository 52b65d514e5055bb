import './host/threads.ts'

import { Agenda } from './happenings/agenda.ts'
import { ofFurtherKinds } from './happenings/further.ts'
import { begin } from './happenings/happening.ts'
import { ofHost } from './happenings/host.ts'
import { ofOwner } from './happenings/owner.ts'
import { ofTokens } from './happenings/tokens.ts'
import { ofTheWay } from './happenings/ways.ts'
import { CheckNowAndThen } from './invariants/check-invariants.ts'
import { Checker } from './invariants/checker.ts'
import { judgeHandOver } from './invariants/hand-over.ts'
import { AlertWindow } from './prometheus/alert-window.ts'
import { metricsOfRules } from './prometheus/promtool.ts'
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
  /** How many windows are recorded for promtool. Default: 0. */
  readonly windows?: number
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
  /** Tests for promtool: scrapes around crossings, outages and restarts. */
  readonly windows: readonly object[]
}

export const happenings = { ...ofOwner, ...ofFurtherKinds, ...ofTheWay, ...ofTokens, ...ofHost }

export interface RunLimits {
  /** Whether it goes on after a promise was broken. Default: false. */
  readonly goesOn?: boolean
  /** Whether it is given up before its end. */
  readonly isOver?: () => boolean
}

/** It is asked whether it is over once in so many events. */
const eventsAtOnce = 1000

/** Lives through so many days, until a promise is broken. */
export async function run(
  options: RunOptions,
  { goesOn = false, isOver = () => false }: RunLimits = {},
): Promise<RunResult> {
  const { days, without = [] } = options
  const world = new World(options)
  const checker = new Checker(world)
  world.onHandOver = (old, fresh) => judgeHandOver(world, old, fresh)
  world.look = () => checker.look(false)
  // Before the first cycle is over: what is shown then was restored.
  world.onChange = () => world.time.after(2, () => checker.check())
  new CheckNowAndThen(world)
  const agenda = new Agenda()
  const windows = await windowsOf(options, world, agenda)
  const chosen = Object.entries(happenings).filter(([name]) => !without.includes(name))
  begin(Object.fromEntries(chosen), world, agenda, () => checker.happened())
  let events = 0
  await world.time.runUntil(
    days * 86_400,
    () => (goesOn || world.violations.length === 0) && (++events % eventsAtOnce !== 0 || !isOver()),
  )
  for (const { process } of world.pods) process.kill()
  const [violation] = world.violations
  return {
    options,
    fingerprint: world.story.fingerprint,
    violation,
    world,
    checks: checker.checks,
    days: world.time.now / 86_400,
    windows: windows.flatMap(({ test }) => test ?? []),
  }
}

const day = 86_400

/** Each in its own part of the run. */
async function windowsOf({ days, windows = 0 }: RunOptions, world: World, agenda: Agenda) {
  const wanted = windows > 0 ? await metricsOfRules() : new Set<string>()
  const part = (days * day) / windows
  return Array.from({ length: windows }, (_, i) => {
    const chance = world.chance.stream(`window ${i}`)
    const earliest = (i + chance.between(0.2, 0.6)) * part
    return new AlertWindow({ world, agenda, chance, wanted, earliest, latest: (i + 0.9) * part })
  })
}
