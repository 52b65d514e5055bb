const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
/** What Go's `time.Time.String()` writes: Cloudflare's Origin CA answers so. */
const goTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d)(?: \S+)?$/

/** Go's zero time, `0001-01-01T00:00:00Z`, stands for "not set". */
const zeroTime = -62_135_596_800

/**
 * Reads an instant as the API writes it.
 * @returns Unix seconds; undefined for the zero time; NaN for what is no instant
 */
export function parseApiTime(text: string): number | undefined {
  const go = goTime.exec(text)
  const iso = go ? `${go[1]}T${go[2]}${go[3]}:${go[4]}` : text
  const seconds = rfc3339.test(iso) && isCalendarDay(iso.slice(0, 10)) ? Date.parse(iso) / 1000 : Number.NaN
  return seconds === zeroTime ? undefined : seconds
}

/** `Date.parse` makes 2 March of 30 February. */
function isCalendarDay(date: string): boolean {
  return new Date(Date.parse(`${date}T00:00:00Z`)).getUTCDate() === Number(date.slice(8))
}
