import type { Family, Labels, Sample } from './family.ts'

/** Prometheus' text format 0.0.4, or OpenMetrics 1.0. */
export type Format = 'text' | 'openmetrics'

export const contentTypes = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const satisfies Record<Format, string>

/** The end of an exposition. */
export function writeEnd(format: Format): string {
  return format === 'openmetrics' ? '# EOF\n' : ''
}

export function writeSamples({ name, samples }: Pick<Family, 'name' | 'samples'>, format: Format): string {
  let text = ''
  for (const sample of samples) text += writeSample(name, sample, format)
  return text
}

export function writeHeader({ name, help, type }: Omit<Family, 'samples'>, format: Format): string {
  const familyName = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name
  return `# HELP ${familyName} ${escapeHelp(help, format)}\n# TYPE ${familyName} ${type}\n`
}

function writeSample(name: string, { suffix = '', labels, value }: Sample, format: Format): string {
  const pairs = writeLabels(labels, format)
  return `${name}${suffix}${pairs && `{${pairs}}`} ${writeValue(value)}\n`
}

/** `name="value"` pairs, without the braces. */
export function writeLabels(labels: Labels, format: Format): string {
  return labels.map(([name, value]) => `${name}="${escapeLabel(canonicalBound(name, value, format))}"`).join(',')
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

/**
 * Control characters, Unicode's own line ends, and characters that have no width or turn the direction of writing. They do not harm
 * Prometheus, but they break other readers, and in logs, terminals and chats they make one name look like another.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Nothing in such a value is escaped or replaced. Most are such. */
const plain = /^[ !#-[\]-~]*$/

function escapeLabel(value: string): string {
  if (value.length <= longestLabel && plain.test(value)) return value
  return shorten(value)
    .toWellFormed()
    .replace(unprintable, (character) => (character === '\n' ? '\n' : '\u{fffd}'))
    .replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}

/** Cuts by code points, so that no character is split. */
function shorten(value: string): string {
  if (value.length <= longestLabel) return value
  const characters = [...value.slice(0, longestLabel * 2 + 2)]
  return characters.length <= longestLabel ? value : `${characters.slice(0, longestLabel - 1).join('')}…`
}

/** Only OpenMetrics escapes quotes in a help text. */
function escapeHelp(help: string, format: Format): string {
  const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return format === 'openmetrics' ? escaped.replaceAll('"', '\\"') : escaped
}
