import { seededRandom } from '../../support/random.ts'
import type { Row } from './row.ts'

/** One of every so many. */
const oneOf = 48

/** Some rows of each group, others with another seed. */
export function sampleOf(rows: readonly Row[], seed: number): readonly Row[] {
  const random = seededRandom(seed)
  const groups = [...Map.groupBy(rows, ({ group }) => group).values()]
  const chosen = groups.flatMap((group) => {
    const drawn = group.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at)
    return drawn.slice(0, Math.ceil(group.length / oneOf)).map(({ row }) => row)
  })
  return rows.filter((row) => chosen.includes(row))
}
