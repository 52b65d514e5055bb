import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Agenda } from './agenda.ts'

/** Something that happens now and then. */
export interface Happening {
  /** How often in a day, with fifty certificates. */
  readonly perDay: number
  /** Makes it happen, and tells it in the world's story. */
  readonly act: (world: World, chance: Chance) => void
}

export type Happenings = Readonly<Record<string, Happening>>

/** Lets all of these happen by their rates until the end of the world. */
export function begin(happenings: Happenings, world: World, agenda: Agenda, happened: () => void): void {
  for (const [name, { perDay, act }] of Object.entries(happenings)) {
    const chance = world.chance.stream(name)
    const next = () => {
      const wait = chance.wait(perDay)
      agenda.planned(name, world.time.now + wait)
      world.time.after(wait, () => {
        act(world, chance)
        happened()
        next()
      })
    }
    next()
  }
}
