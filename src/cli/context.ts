import type { Clock } from '../clock.ts'
import type { Environment } from '../config/model.ts'

export interface Output {
  write(text: string): void
  /** The bytes that were written and not read yet. */
  readonly unread: number
  /** Calls the listener each time the reader has caught up after a wait. */
  onRead(listener: () => void): void
  /** True if the output is a terminal. */
  readonly isTerminal: boolean
  /** Characters a line. Undefined if there is no terminal. */
  readonly columns: number | undefined
}

/** The world around a command: all that `main.ts` takes from the process. */
export interface CliContext {
  readonly environment: Environment
  readonly stdout: Output
  readonly stderr: Output
  readonly nodeVersion: string
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly interrupted: Promise<void>
  /** Calls the listener at every SIGHUP. */
  onHangup(listener: () => void): void
}

/** An error that the user can mend. Its message is shown without a stack. */
export class UserError extends Error {}
