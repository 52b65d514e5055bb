import { printable } from '../report/printable.ts'

/** A piece of a page. Only `html` makes one, so that nothing in it is unescaped by mistake. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Html | string | number | undefined | false | readonly Html[]

/** Texts are escaped and stripped of control characters; `undefined` and `false` leave nothing behind. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? written(values[i]) : '')).join(''))
}

function written(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return escaped(printable(String(value)))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A name from outside, of bounded length, which does not turn the direction of what stands beside it. */
export function nameOf(name: string): Html {
  return html`<bdi>${shortened(name, 120)}</bdi>`
}

/** A name of the DNS, which may break behind its dots. */
export function domain(name: string): Html {
  const parts = shortened(name, 120).split('.')
  return html`<bdi>${parts.map((part, i) => html`${i > 0 && html`.<wbr>`}${part}`)}</bdi>`
}

/** A text from outside of bounded length: a name can have 100 kB. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most)}… (${text.length} characters)`
}
