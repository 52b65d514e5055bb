import type { Clock } from '../clock.ts'
import type { Environment } from '../config/model.ts'

export interface Output {
  write(text: string): void
  /** What was written and nobody has read yet, in bytes. */
  readonly unread: number
  /** Has the listener called whenever everything has been read after a wait. */
  onRead(listener: () => void): void
  /** Whether a person reads along. */
  readonly isTerminal: boolean
  /** Characters a line; undefined where there is no terminal. */
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
  /** Has the listener called at every SIGHUP. */
  onHangup(listener: () => void): void
}

/** An end that the user has to know of, in one line, and can do something about. */
export class UserError extends Error {}
