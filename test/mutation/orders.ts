/** What the runner in the worker is told, by a file in the folder of the copy. */
export interface Orders {
  /** Each test that comes by the place of one of these is run again with it. */
  readonly tried: readonly number[]
}

/** What it tells, a line each. */
export type Report =
  | { readonly event: 'trying'; readonly number: number }
  | { readonly event: 'noticed'; readonly number: number; readonly test: string }
  /** A test that is red without a change, or has become red by changes that it had seen. */
  | { readonly event: 'red'; readonly test: string; readonly reason: string }
  /** The file came by the places of these outside of its tests: where it was imported, or in a hook. */
  | {
      readonly event: 'end of file'
      readonly file: string
      readonly outside: readonly number[]
      readonly spoilt: boolean
    }

export const ordersFile = '.mutation-orders.json'
export const reportsFile = '.mutation-reports'

/** A copy of a test file, for a run in which this change is on from the first import on. */
export function copyWith(number: number, test: string): string {
  return test.replace(/\.test\.ts$/, `.with-${number}.test.ts`)
}

export function changeOf(copy: string): number | undefined {
  const [, number] = /\.with-(\d+)\.test\.ts$/.exec(copy) ?? []
  return number === undefined ? undefined : Number(number)
}
