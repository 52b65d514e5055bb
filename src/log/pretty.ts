import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const styles = new Map<string, Style>([
  ['info', 'green'],
  ['warn', 'yellow'],
  ['error', 'red'],
  ['fatal', 'red'],
])

/** Fields that the message already contains, or that only programs need. */
const saidInWords: ReadonlySet<string> = new Set([
  'event',
  'kind',
  'zone_id',
  'certificate_id',
  'name',
  'scope',
  'checked',
  'failed',
])

/** Formats a line of JSON for a terminal: time of day, level, message, then the other fields. */
export function prettyLine(line: string, colour: boolean): string {
  const { level, time, msg, err, ...all }: Record<string, unknown> = JSON.parse(line)
  const fields = Object.entries(all).filter(([key]) => !saidInWords.has(key))
  const paint = (style: Style, text: string) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const severity = paint(styles.get(String(level)) ?? 'dim', String(level).padEnd(5))
  const rest = fields.map(([key, value]) => visible(`${key}=${JSON.stringify(value)}`))
  const stack =
    typeof err === 'object' && err && 'stack' in err ? `\n${String(err.stack).split('\n').map(visible).join('\n')}` : ''
  return `${paint('dim', String(time).slice(11, 19))} ${severity} ${visible(String(msg))} ${paint('dim', rest.join(' '))}${stack}\n`
}

/** A name from a certificate can contain escape sequences and characters that change the writing direction. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
