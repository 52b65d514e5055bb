import type { Snapshot } from '../../../src/inventory/snapshot.ts'
import { statusPage } from '../../../src/page/document.ts'
import type { DaemonFacts } from '../../../src/report/daemon-facts.ts'
import { factsOf } from './facts.ts'
import { manifold, manifoldHostnames, noon, snapshotOf, store, working } from './fleet.ts'

// What the page says, without a browser: the words of each cell, item and heading, in their order.

const failing = { ...working, failure: { reason: 'timeout', detail: 'slow' } } as const
export const fleet = snapshotOf(manifold, { hostnames: manifoldHostnames, stores: store(failing) })

export function page(snapshot: Snapshot, address = '', changed: Partial<DaemonFacts> = {}, now = noon): string {
  return statusPage(factsOf(snapshot, address, changed, now)).text
}

export function words(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The words of each cell of each row. */
export function rows(text: string): readonly (readonly string[])[] {
  const [, body = ''] = /<tbody>([\s\S]*?)<\/tbody>/.exec(text) ?? []
  return body
    .split('</tr>')
    .map((row) =>
      row
        .split(/<\/t[dh]>/)
        .map(words)
        .slice(0, -1),
    )
    .filter((cells) => cells.length > 0)
}

/** The words of each item of the part that begins with this. */
export function items(text: string, begin: string, tag: 'li' | 'div'): readonly string[] {
  const part = text.slice(text.indexOf(begin))
  const list = part.slice(0, part.indexOf(tag === 'li' ? '</ol>' : '</dl>'))
  return list
    .split(`</${tag}>`)
    .map((item) => words(item.replace('</dt>', ': ')))
    .filter((item) => item !== '')
}
