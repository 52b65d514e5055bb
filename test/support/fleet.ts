import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'

let made: Promise<Fleet> | undefined

/** The demo's fleet, made once for all tests of a file: its keys take a quarter of a second. A simulator changes only its own store. */
export function sharedDemoFleet(): Promise<Fleet> {
  made ??= demoFleet({ now: new Date() })
  return made
}
