import { type Clock, systemClock } from '../../src/clock.ts'
import { patient } from './machine.ts'

/** The system's clock for limits that a busy machine must not reach: what waits for them waits longer there. */
export const patientClock: Clock = {
  ...systemClock,
  sleep: (seconds, signal) => systemClock.sleep(patient(seconds * 1000) / 1000, signal),
}
