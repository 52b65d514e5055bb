/** Expressions that node-cron accepts and that do not do what they say. */

const fields = [
  { name: 'second', values: 60, range: '0 to 59' },
  { name: 'minute', values: 60, range: '0 to 59' },
  { name: 'hour', values: 24, range: '0 to 23' },
  { name: 'day of month', values: 31, range: '1 to 31' },
  { name: 'month', values: 12, range: '1 to 12' },
  { name: 'day of week', values: 7, range: '0 to 6' },
] as const

function fieldTexts(expression: string): readonly string[] {
  const texts = expression.trim().split(/\s+/)
  return texts.length === 5 ? ['0', ...texts] : texts
}

/** A step that is larger than its field runs once. Ninety in the minutes would run hourly. */
export function oversizedStep(expression: string): string | undefined {
  const texts = fieldTexts(expression)
  for (const [index, field] of fields.entries()) {
    const step = /\/([0-9]+)(?:,|$)/g
    for (const [, digits] of (texts[index] ?? '').matchAll(step)) {
      if (Number(digits) > field.values) {
        return `has a step of ${digits} in the ${field.name} field, which would happen only once: expected one of at most ${field.values}, as the ${field.name} goes from ${field.range}`
      }
    }
  }
  return undefined
}

/** Cron runs if either day field matches, node-cron if both do. Such an expression is refused, because one of the two would surprise. */
export function ambiguousDays(expression: string): string | undefined {
  const [, , , dayOfMonth = '*', , dayOfWeek = '*'] = fieldTexts(expression)
  if (isFree(dayOfMonth) || isFree(dayOfWeek)) return undefined
  return 'restricts both day of month and day of week, which cron reads as "either" and node-cron as "both": expected * in one of them'
}

function isFree(field: string): boolean {
  return field === '*' || field === '?'
}
