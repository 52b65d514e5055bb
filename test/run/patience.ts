import { expect, vi } from 'vitest'
import { patient } from '../support/machine.ts'

// Whoever waits for something that has to come gives up late, and later on a busy machine. What never comes is red all the same.
const leastMs = 30_000

interface Wait {
  readonly timeout?: number
  readonly interval?: number
}

const inTime = ({ timeout = 0, ...more }: Wait): Wait => ({ ...more, timeout: patient(Math.max(timeout, leastMs)) })

const { waitFor } = vi
const { poll } = expect

function patientWaitFor<T>(look: () => T | Promise<T>, options: number | Wait = {}): Promise<T> {
  return waitFor(look, inTime(typeof options === 'number' ? { timeout: options } : options))
}

function patientPoll(look: () => unknown, options: Wait & { readonly message?: string } = {}) {
  return poll(look, { ...options, ...inTime(options) })
}

// Files that share a process come here one after the other: the factor is taken once.
if (waitFor.name !== patientWaitFor.name) {
  vi.waitFor = patientWaitFor
  expect.poll = Object.assign(patientPoll, poll)
}
