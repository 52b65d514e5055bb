/** Numbers up to a largest one that has at most two digits. */
function upTo(largest: number): string {
  const [tens = 0, ones = 0] = [Math.floor(largest / 10), largest % 10]
  const last = tens === 0 ? `[0-${ones}]` : `${tens}[0-${ones}]`
  const below = tens === 0 ? [] : ['[0-9]', ...(tens > 1 ? [`[1-${tens - 1}][0-9]`] : [])]
  return `0*(?:${[...below, last].join('|')})`
}

/** A field of a cron expression: items with commas between them, of which single numbers have to be possible. */
function field(largest: number): string {
  const word = '[0-9A-Za-z*?#]+'
  // `5L`: the last Friday. `15W`: the working day next to the 15th. `5#3`, `fri#3`: the third Friday.
  const special = '(?:[LlWw]|#[1-5])?'
  // The program checks the bounds of a range: a pattern cannot tell where its steps end.
  const item = `(?:${upTo(largest)}${special}|[A-Za-z*?]+(?:#[1-5])?|${word}-${word})(?:/[0-9]+)?`
  return `${item}(?:,${item})*`
}

const [sixty, hour, day, month, weekday] = [59, 23, 31, 12, 7].map(field)

/**
 * A schedule without a field that cannot be, such as a minute 99. It lets through more than the program takes (nicknames and
 * durations that there are not, days that never come), and never less. Both Go and JavaScript read it.
 */
export const schedulePattern = `^\\s*(?:\\S+|(?:${sixty}\\s+)?${sixty}\\s+${hour}\\s+${day}\\s+${month}\\s+${weekday})\\s*$`
