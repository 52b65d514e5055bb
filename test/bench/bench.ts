import { benchCycle } from './cycle.ts'
import { benchPage } from './page.ts'
import { benchScrape } from './scrape.ts'

/** One figure. `ratio` is against the reference of the same run: milliseconds of two machines say nothing to each other. */
export interface Figure {
  readonly what: string
  readonly ours: string
  readonly reference: string
  readonly ratio: string
}

const size = 1_000
const figures = [...(await benchCycle(size)), ...(await benchScrape(size)), ...(await benchPage(10 * size))]
process.stdout.write(`${JSON.stringify({ node: process.versions.node, certificates: size, figures }, undefined, 2)}\n`)
// biome-ignore lint/suspicious/noConsole: a table on the terminal is what a benchmark is for
console.table(figures)
