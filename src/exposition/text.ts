import type { Family, Labels } from './family.ts'

/** Prometheus' text format 0.0.4, or OpenMetrics 1.0. */
export type Format = 'text' | 'openmetrics'

export const contentTypes = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const satisfies Record<Format, string>

/** Writes a whole exposition. A family without samples is left out. */
export function writeExposition(families: readonly Family[], format: Format): string {
  const text = families.map((family) => writeFamily(family, format)).join('')
  return format === 'openmetrics' ? `${text}# EOF\n` : text
}

function writeFamily(family: Family, format: Format): string {
  if (family.samples.length === 0) return ''
  const { name, help, type } = family
  const familyName = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name
  const header = `# HELP ${familyName} ${escapeHelp(help, format)}\n# TYPE ${familyName} ${type}\n`
  const lines = family.samples.map(
    ({ suffix = '', labels, value }) => `${name}${suffix}${writeLabels(labels, format)} ${writeValue(value)}\n`,
  )
  return header + lines.join('')
}

function writeLabels(labels: Labels, format: Format): string {
  if (labels.length === 0) return ''
  const pairs = labels.map(([name, value]) => `${name}="${escapeLabel(canonicalBound(name, value, format))}"`)
  return `{${pairs.join(',')}}`
}

/** OpenMetrics wants `le="1.0"` and `quantile="1.0"` where Prometheus' text format has `1`. */
function canonicalBound(name: string, value: string, format: Format): string {
  const isBound = format === 'openmetrics' && (name === 'le' || name === 'quantile')
  return isBound && /^\d+$/.test(value) ? `${value}.0` : value
}

export function writeValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return String(value)
}

const longestLabel = 512

/** Control characters and Unicode's own line ends: harmless to Prometheus, yet they break other readers, and logs and terminals. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}]/gu

function escapeLabel(value: string): string {
  return shorten(value)
    .toWellFormed()
    .replace(unprintable, (character) => (character === '\n' ? '\n' : '\u{fffd}'))
    .replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}

/** Cuts by code points, so that no character is halved. */
function shorten(value: string): string {
  if (value.length <= longestLabel) return value
  const characters = [...value.slice(0, longestLabel * 2 + 2)]
  return characters.length <= longestLabel ? value : `${characters.slice(0, longestLabel - 1).join('')}…`
}

/** Quotes in a help text are escaped by OpenMetrics only. */
function escapeHelp(help: string, format: Format): string {
  const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return format === 'openmetrics' ? escaped.replaceAll('"', '\\"') : escaped
}
