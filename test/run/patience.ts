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
vi.waitFor = (look, options = {}) => waitFor(look, inTime(typeof options === 'number' ? { timeout: options } : options))

const { poll } = expect
expect.poll = Object.assign(
  (look: () => unknown, options: Wait & { readonly message?: string } = {}) =>
    poll(look, { ...options, ...inTime(options) }),
  poll,
)
