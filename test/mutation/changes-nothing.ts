/** A change that nobody can notice, found by its file, its line as it stands there, and what it makes of it. */
export interface ChangesNothing {
  readonly path: string
  readonly line: string
  readonly after: string
  readonly why: string
}

/** The runner counts these as changes that need no test. */
export const changesNothing: readonly ChangesNothing[] = []
