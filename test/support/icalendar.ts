import { createRequire } from 'node:module'
import { z } from 'zod'

// The library's own types do not pass our checks of types.
const { parse }: { parse: (text: string) => unknown } = createRequire(import.meta.url)('ical.js')

/** A component as jCal (RFC 7265) has it. */
type Component = readonly [name: string, properties: readonly unknown[][], components: readonly Component[]]
const componentSchema: z.ZodType<Component> = z.lazy(() =>
  z.tuple([z.string(), z.array(z.array(z.unknown())), z.array(componentSchema)]),
)

export interface CalendarEvent {
  readonly uid: string
  readonly summary: string
  readonly description: string
  /** RFC 3339. */
  readonly start: string
  /** RFC 3339. */
  readonly stamp: string
  /** The triggers of its alarms, such as `-P30D`. */
  readonly alarms: readonly string[]
  /** What each alarm shows. */
  readonly alarmTexts: readonly string[]
}

/** Reads an iCalendar as a calendar program does, and fails where that fails. */
export function readCalendar(text: string): {
  readonly name: string
  readonly description: string
  readonly events: readonly CalendarEvent[]
} {
  const calendar = componentSchema.parse(parse(text))
  return {
    name: textOf(calendar, 'x-wr-calname'),
    description: textOf(calendar, 'x-wr-caldesc'),
    events: childrenOf(calendar, 'vevent').map((event) => ({
      uid: textOf(event, 'uid'),
      summary: textOf(event, 'summary'),
      description: textOf(event, 'description'),
      start: textOf(event, 'dtstart'),
      stamp: textOf(event, 'dtstamp'),
      alarms: childrenOf(event, 'valarm').map((alarm) => textOf(alarm, 'trigger')),
      alarmTexts: childrenOf(event, 'valarm').map((alarm) => textOf(alarm, 'description')),
    })),
  }
}

function textOf([, properties]: Component, name: string): string {
  return z.string().parse(properties.find(([each]) => each === name)?.[3])
}

function childrenOf([, , components]: Component, name: string): readonly Component[] {
  return components.filter(([each]) => each === name)
}
