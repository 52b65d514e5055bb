import type { Pod } from '../host/pod.ts'
import type { DiskState } from '../host/virtual-disk.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Happening, Happenings } from './happening.ts'
import { anyZone } from './owner.ts'

const hour = 3600
const day = 24 * hour

/** What happens to the computer, and what its operator does. */
export const ofHost: Happenings = {
  reload_good: {
    perDay: 0.4,
    act(world, chance) {
      world.label = chance.hex(3)
      world.configure()
      world.story.tell('reload', 'another label')
    },
  },
  reload_thresholds: {
    perDay: 0.3,
    act(world, chance) {
      const zone = anyZone(world, chance)
      const chosen = world.terms.choose(zone.id, chance)
      world.configure()
      world.story.tell('reload', `the thresholds of ${zone.name} are ${chosen}`, [zone.id])
    },
  },
  reload_bad: {
    perDay: 0.2,
    act(world, chance) {
      world.writeConfiguration(`${world.configuration()}\nschedule: never\n`, false)
      world.misconfiguredSince = world.time.now
      world.story.tell('reload', 'a bad configuration')
      world.time.after(chance.next() * 6 * hour, () => {
        world.configure()
        world.story.tell('reload', 'the configuration is mended')
      })
    },
  },
  reload_half_written: {
    perDay: 0.2,
    act(world, chance) {
      const text = world.configuration()
      world.writeConfiguration(text.slice(0, Math.floor(chance.next() * text.length)), false)
      world.story.tell('reload', 'the configuration is half written')
      // A part of it may be right, and then what it does not have is watched no more.
      world.forgotten()
      world.time.after(chance.next() * 60, () => {
        world.configure()
        world.forgotten()
      })
    },
  },
  restart: {
    perDay: 0.4,
    act(world, chance) {
      anyPod(world, chance).restart()
    },
  },
  update: {
    perDay: 0.25,
    act(world, chance) {
      world.workload.update(chance)
    },
  },
  kill: {
    perDay: 0.5,
    act(world, chance) {
      anyPod(world, chance).crash(chance.happens(0.3), downFor(world, chance))
    },
  },
  kill_in_cycle: {
    perDay: 0.7,
    act(world, chance) {
      // A cycle has a few hundred steps, and the last ones write what it found.
      const steps = Math.floor(Math.exp(chance.between(0, Math.log(400))))
      anyPod(world, chance).crashInCycle(steps, chance.happens(0.3), downFor(world, chance))
    },
  },
  disk_full: diskTrouble('full', 0.15),
  disk_hangs: diskTrouble('hung', 0.15, 18 * hour),
  disk_slow: diskTrouble('slow', 0.15),
  step_clock: {
    perDay: 0.1,
    act(world, chance) {
      const pod = anyPod(world, chance)
      if (pod.machine.offset !== 0) return
      pod.step((chance.happens(0.5) ? 1 : -1) * chance.between(60, 2 * hour))
      world.time.after(chance.between(300, 4 * hour), () => pod.step(0))
    },
  },
  leave_log_unread: {
    perDay: 0.3,
    act(world, chance) {
      const { process } = anyPod(world, chance)
      process.pipe.leaveUnread(chance.between(0, 20_000))
      world.story.tell('log', `nobody reads the log of ${process.name}`, [process.name])
      world.time.after(chance.next() * day, () => process.isAlive && process.pipe.readAgain())
    },
  },
  suspend: {
    perDay: 0.15,
    act(world, chance) {
      anyPod(world, chance).suspend(Math.exp(chance.between(Math.log(60), Math.log(12 * hour))))
    },
  },
}

export function anyPod({ pods }: World, chance: Chance): Pod {
  return chance.pick(pods)
}

/** Seconds until what was killed begins again. Where others still run, a computer may be away for hours. */
function downFor({ pods }: World, chance: Chance): number {
  return pods.length > 1 && chance.happens(0.2) ? chance.between(240, 8 * hour) : chance.between(1, 240)
}

function diskTrouble(state: DiskState, perDay: number, longest = 6 * hour): Happening {
  return { perDay, act: (world, chance) => spoil(world, state, longest, chance) }
}

function spoil(world: World, state: DiskState, longest: number, chance: Chance): void {
  const pod = anyPod(world, chance)
  if (pod.disk.state !== 'well') return
  pod.becomeDisk(state)
  world.time.after(Math.exp(chance.between(Math.log(60), Math.log(longest))), () => pod.becomeDisk('well'))
}
