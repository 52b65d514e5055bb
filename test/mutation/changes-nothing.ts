/** A change that nobody can notice, found by its file, its line as it stands there, and what it makes of it. */
export interface ChangesNothing {
  readonly path: string
  readonly line: string
  readonly after: string
  readonly why: string
}

/** The runner counts these as changes that need no test. */
export const changesNothing: readonly ChangesNothing[] = [
  {
    path: 'src/cloudflare/retry-after.ts',
    line: "const value = header?.trim() ?? ''",
    after: "'x'",
    why: 'Neither is a number or a date.',
  },
  {
    path: 'src/report/order.ts',
    line: "return [...name.slice(0, 2 * longestBeginning)].slice(0, longestBeginning).join('')",
    after: 'name',
    why: 'It only saves time: no character takes more than two units, so the beginning is the same.',
  },
  {
    path: 'src/schedule/scheduler.ts',
    line: 'await this.#loop',
    after: ';',
    why: 'The same signal ends the loop, and nothing is asked after it.',
  },
]
