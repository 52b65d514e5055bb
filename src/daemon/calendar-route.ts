import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isKnownTo } from '../api/answers.ts'
import { readFilters } from '../api/parameters.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { compressed } from '../http/compressed.ts'
import type { Handler } from '../http/routes.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { matching } from '../report/filters.ts'
import { isCertificate } from '../report/judged-thing.ts'
import { byUrgency } from '../report/order.ts'
import type { Judging, StatusSource } from './status-routes.ts'

/** `/calendar.ics`, by the filters of the JSON. */
export function calendarHandler(source: StatusSource, judged: Judging): Handler {
  let calendar: Calendar | undefined
  return async (request, _, { query }) => {
    const read = readFilters(query, { name: 'state', states: certificateStates })
    if (!read.ok) return { status: 400, body: `${read.parameter} ${read.reason}\n` }
    const certificates = judged(source.now()).things.filter(isCertificate)
    // Its library is loaded with the first request, because few ask.
    calendar ??= new (await import('../calendar/calendar.ts')).Calendar(source.redact)
    calendar.keep(new Set(certificates.map(({ key }) => key)))
    const entries = calendar.of([...matching(certificates, read.parameters.filters)].sort(byUrgency))
    const { body, etag } = await joined(entries)
    const headers = {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="certificates.ics"',
      'cache-control': 'private, no-cache',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
      etag,
    }
    if (isKnownTo(request.headers['if-none-match'], etag)) return { status: 304, headers, body: '' }
    return compressed(request, { status: 200, headers, body })
  }
}

/** Ten entries that have to be made take a millisecond or two. Everything else goes on between one handful and the next. */
const piecesAtOnce = 10

async function joined(pieces: Iterable<string>): Promise<{ readonly body: string; readonly etag: string }> {
  const made: string[] = []
  const hash = createHash('sha256')
  for (const piece of pieces) {
    hash.update(piece)
    if (made.push(piece) % piecesAtOnce === 0) await setImmediate()
  }
  return { body: made.join(''), etag: `W/"${hash.digest('base64url').slice(0, 22)}"` }
}
