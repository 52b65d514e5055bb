import { isObject, type Payload } from './envelope.ts'
import type { ApiAnswer } from './failure.ts'

/** More pages than any list has that is read whole: an answer that always announces another page must not keep a cycle busy. */
const mostPages = 50

/**
 * Reads a list page by page, and gives it as one. It ends with the page that `total_pages` says is the last one, with one that has no
 * entries, and with one that has nothing new, because there are endpoints that ignore `page`.
 * @param ask asks for a page by its number, from 1
 */
export async function listPages(ask: (page: number) => Promise<ApiAnswer<Payload>>): Promise<ApiAnswer<Payload>> {
  const first = await ask(1)
  // What is no list is refused where it is read, as the whole would be.
  if (!first.ok || !Array.isArray(first.value.result)) return first
  const entries = new Entries(first.value)
  for (let page = 2; page <= mostPages && !entries.areComplete(page - 1); page++) {
    const answer = await ask(page)
    if (!answer.ok) return answer
    if (!entries.add(answer.value)) break
  }
  return { ok: true, value: entries.whole }
}

class Entries {
  readonly #all: unknown[] = []
  readonly #ids = new Set<unknown>()
  #info: Readonly<Record<string, unknown>> = {}

  constructor(first: Payload) {
    this.add(first)
  }

  /** @returns whether the page has anything that no page before it had */
  add({ result, resultInfo }: Payload): boolean {
    const items: readonly unknown[] = Array.isArray(result) ? result : []
    if (isObject(resultInfo)) this.#info = withLargerCount(this.#info, resultInfo)
    if (items.every((item) => this.#ids.has(idOf(item)))) return false
    this.#all.push(...items)
    for (const item of items) this.#ids.add(idOf(item))
    return true
  }

  /** Where the number of pages is not said, only a page without anything new is the last one. */
  areComplete(page: number): boolean {
    const { total_pages: pages } = this.#info
    return this.#all.length === 0 || (typeof pages === 'number' && page >= pages)
  }

  /** All of it as one answer. It says how many entries there should be, and nothing of pages. */
  get whole(): Payload {
    const { total_count } = this.#info
    return { result: this.#all, resultInfo: total_count === undefined ? undefined : { total_count } }
  }
}

/** Entries that came while the pages were read make the count larger. What is no count stays, to be refused where it is read. */
function withLargerCount(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>) {
  const [one, other] = [before['total_count'], now['total_count']]
  if (one === undefined) return now
  const total_count = typeof one === 'number' && typeof other === 'number' ? Math.max(one, other) : one
  return { ...now, total_count }
}

/** An entry without an id is its own. */
function idOf(item: unknown): unknown {
  return (isObject(item) ? item['id'] : undefined) ?? item
}
