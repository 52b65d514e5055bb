import type { JudgedThing, ThingWord } from '../report/judged-thing.ts'

/** The groups of things that the page can show alone. */
export const groups = ['certificates', 'hostnames', 'zones', 'credentials', 'daemon'] as const
export type Group = (typeof groups)[number]

const groupOfThing: Readonly<Record<ThingWord, Group>> = {
  certificate: 'certificates',
  hostname: 'hostnames',
  list: 'zones',
  discovery: 'zones',
  credential: 'credentials',
  daemon: 'daemon',
}

export function groupOf({ thing }: JudgedThing): Group {
  return groupOfThing[thing]
}

/** Certificates and hostnames are always shown. Other things are shown if something is wrong with them, or if the reader searches for them. */
export function isShownUnasked(thing: JudgedThing): boolean {
  const isMain = thing.thing === 'certificate' || thing.thing === 'hostname'
  return isMain || thing.severity !== 'ok' || thing.reading?.failure !== undefined
}
