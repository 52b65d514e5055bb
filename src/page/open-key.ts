import type { JudgedThing } from '../report/judged-thing.ts'
import type { PageQuery } from './query.ts'

/**
 * Finds the row that a link means which knows only the labels of a series: those of a CA file's certificate do not name the file, and a table
 * in Grafana has no account. Its key is `kind//certificate_id`.
 */
export function withWholeKey(query: PageQuery, things: readonly JudgedThing[]): PageQuery {
  const [, kind, id] = /^([^/]+)\/\/(.+)$/.exec(query.open ?? '') ?? []
  if (kind === undefined) return query
  const meant = things.find((each) => {
    if (each.thing !== 'certificate') return false
    const { entry } = each.certificate
    return entry.kind === kind && entry.certificateId === id
  })
  return meant ? { ...query, open: meant.key } : query
}
