const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
/** The form of Go's `time.Time.String()`, which Cloudflare's Origin CA answers with. */
const goTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d)(?: \S+)?$/

/** Go's zero time, `0001-01-01T00:00:00Z`, stands for "not set". */
const zeroTime = -62_135_596_800

/**
 * Reads an instant in the API's forms.
 * @returns Unix seconds; undefined for Go's zero time; NaN for text that is no instant
 */
export function parseApiTime(text: string): number | undefined {
  const go = goTime.exec(text)
  const iso = go ? `${go[1]}T${go[2]}${go[3]}:${go[4]}` : text
  const seconds = rfc3339.test(iso) && isCalendarDay(iso.slice(0, 10)) ? Date.parse(iso) / 1000 : Number.NaN
  return seconds === zeroTime ? undefined : seconds
}

/** `Date.parse` turns 30 February into 2 March, so the day is compared. */
function isCalendarDay(date: string): boolean {
  return new Date(Date.parse(`${date}T00:00:00Z`)).getUTCDate() === Number(date.slice(8))
}
