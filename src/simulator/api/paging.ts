import type { Answer, JsonObject } from './answer.ts'
import { failure, page } from './envelope.ts'

/** How many entries a page of an endpoint may have. */
export interface PageSizes {
  readonly least: number
  readonly most: number
  readonly fallback: number
}

/** The page that a query asks for. */
export function askedPage(all: readonly JsonObject[], query: URLSearchParams, sizes: PageSizes): Answer {
  const number = wholeNumber(query.get('page'), 1)
  const size = wholeNumber(query.get('per_page'), sizes.fallback)
  // No recording has this error. Its code is made up.
  if (number < 1) return failure(400, [{ code: 1099, message: 'page must be at least 1' }])
  if (!(size >= sizes.least && size <= sizes.most))
    return failure(400, [{ code: 1099, message: `per_page must be between ${sizes.least} and ${sizes.most}` }])
  return page(all, number, size)
}

/** Zero, which is below every minimum, if the text is no number. */
function wholeNumber(text: string | null, fallback: number): number {
  if (text === null) return fallback
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}
