import { type Html, html } from './html.ts'
import { type PageRows, rowsPerPage } from './page-rows.ts'
import { linkTo, type PageQuery } from './query.ts'

/** Links to the other pages. Empty if there is only one page. */
export function pager({ page, pages, total }: PageRows, query: PageQuery): Html | undefined {
  if (pages === 1) return undefined
  const first = (page - 1) * rowsPerPage + 1
  const shown = `${first} to ${Math.min(total, first + rowsPerPage - 1)} of ${total}`
  return html`<nav class="pager" aria-label="Pages"><span>${shown}</span>
${link('First', 1, page > 1, query)} ${link('Previous', page - 1, page > 1, query)}
<span>page ${page} of ${pages}</span>
${link('Next', page + 1, page < pages, query)} ${link('Last', pages, page < pages, query)}</nav>`
}

function link(word: string, page: number, isThere: boolean, query: PageQuery): Html {
  if (!isThere) return html`<span class="none">${word}</span>`
  return html`<a href="${linkTo(query, { page, open: undefined })}" data-live="top">${word}</a>`
}
