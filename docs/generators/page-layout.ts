import { createHash } from 'node:crypto'
import { statusPage } from '../../src/page/document.ts'
import { style } from '../../src/page/style.ts'
import { factsOf } from '../../test/page/support/facts.ts'
import { manifold, manifoldHostnames, snapshotOf } from '../../test/page/support/fleet.ts'

/** Where `npm run screenshots` writes which layout its pictures show. */
export const layoutFile = 'docs/images/layout.txt'

/** Changes with the style of the page and with its elements, not with its words. */
export function pageLayout(): string {
  const { text } = statusPage(factsOf(snapshotOf(manifold, { hostnames: manifoldHostnames })))
  const elements = text.slice(text.indexOf('<body>'), text.indexOf('<script>')).match(/<\w+(?: class="[^"]*")?/g) ?? []
  return `${createHash('sha256').update(style).update(elements.join('')).digest('hex')}\n`
}
