import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Calendar } from '../../src/calendar/calendar.ts'
import { folded } from '../../src/calendar/fold.ts'
import { certificateKinds, reachesOrigins } from '../../src/kinds/kinds.ts'
import { instant } from '../../src/report/instant.ts'
import { day, manifold, noon, shop, watched } from '../page/support/fleet.ts'
import { judged } from '../page/support/judged.ts'
import { readCalendar } from '../support/icalendar.ts'

const plain = (text: string) => text

function read(certificates: Parameters<typeof judged>[0][], redact = plain) {
  const things = certificates.map((certificate) => judged(certificate))
  const text = [...new Calendar(redact).of(things)].join('')
  return { text, ...readCalendar(text) }
}

test('has the ends that the JSON has, with alarms at both thresholds', () => {
  const { events } = read([...manifold])
  const expected = manifold.flatMap((certificate) => instant(judged(certificate).expiry) ?? [])
  expect(events.map(({ start }) => instant(Date.parse(start) / 1000))).toEqual(expected)
  expect(expected.length).toBeGreaterThan(5)
  const { certificateId } = watched({ number: 1, name: 'fine' }).entry
  const [fine] = read([watched({ number: 1, name: 'fine', daysLeft: 100 })]).events
  expect(fine).toMatchObject({
    uid: expect.stringMatching(new RegExp(`^hostname-[0-9a-f]{32}-${certificateId}@cloudflare-cert-exporter$`)),
    summary: 'Client certificate fine of shop.example ends',
    description: 'Nothing is wrong.',
    alarms: ['-P30D', '-P14D'],
  })
})

test('alarms and moments have whole seconds, and no alarm rings after its threshold', () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true }).map((share) => ({ kind: 'share', share }) as const)
  const lifetime = fc.double({ min: day, max: 4000 * day, noNaN: true })
  fc.assert(
    fc.property(share, share, lifetime, (warning, critical, seconds) => {
      const facts = { notBefore: noon + 0.25, notAfter: noon + 0.25 + seconds }
      const certificate = watched({ number: 1, name: 'x', entry: { thresholds: { warning, critical } }, facts })
      const [event] = read([certificate]).events
      const { urgency, expiry = Number.NaN } = judged(certificate)
      const start = Date.parse(event?.start ?? '') / 1000
      const { thresholds } = urgency
      for (const [i, threshold] of [thresholds.warning, thresholds.critical].entries()) {
        const rings = start - secondsOf(event?.alarms[i] ?? event?.alarms[0] ?? '')
        expect(rings).toBeLessThanOrEqual(expiry - threshold)
        expect(rings).toBeGreaterThan(expiry - threshold - 2)
      }
    }),
  )
})

/** A duration before the end, as RFC 5545 has it (3.3.6). */
function secondsOf(duration: string): number {
  const [, ...parts] = /^-P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/.exec(duration) ?? [
    '',
    Number.NaN,
  ]
  const units = [7 * day, day, 3600, 60, 1]
  return parts.reduce<number>((sum, part, i) => sum + Number(part ?? 0) * (units[i] ?? Number.NaN), 0)
}

test('stays the same while time passes, and follows what changes, from the same calendar too', () => {
  const calendar = new Calendar(plain)
  const at = (now: number, certificates = manifold) =>
    [...calendar.of(certificates.map((each) => judged(each, now)))].join('')
  const before = at(noon)
  expect(at(noon + 60)).toBe(before)
  const [first = watched({ number: 1, name: 'x' }), ...others] = manifold
  const renamed = [{ ...first, entry: { ...first.entry, name: 'renamed' } }, ...others]
  const after = at(noon + 60, renamed)
  expect(readCalendar(after).events[0]?.summary).toContain(' renamed of ')
  expect(after).toBe([...new Calendar(plain).of(renamed.map((each) => judged(each, noon)))].join(''))
})

test('each certificate has an entry of its own', () => {
  const many = Array.from({ length: 250 }, (_, i) => watched({ number: i + 1, name: `number-${i}` }))
  const { events } = read(many)
  expect(events).toHaveLength(250)
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(250)
})

test.each([
  [0, 'When the watched certificates end.'],
  [1, 'When the watched certificates end. 1 whose end is not known is not in it.'],
  [2, 'When the watched certificates end. 2 whose end is not known are not in it.'],
])('a calendar is made without %i whose end is not known, and says so', (unread, words) => {
  const unknown = Array.from({ length: unread }, (_, i) => watched({ number: i + 2, name: 'unread', isUnknown: true }))
  const { name, description, events } = read([...unknown, watched({ number: 1, name: 'fine' })])
  expect({ name, description }).toEqual({ name: 'Certificates at Cloudflare', description: words })
  expect(events).toHaveLength(1)
  expect(read(unknown).events).toEqual([])
})

test('an entry says which certificate ends where, without names too, and its alarms say the same', () => {
  const summary = (name: string, placeName: string) => {
    const [event] = read([watched({ number: 1, name: 'x', entry: { name, placeName } })]).events
    expect(event?.alarmTexts).toEqual([event?.summary, event?.summary])
    return event?.summary
  }
  expect(summary('fine', 'shop.example')).toBe('Client certificate fine of shop.example ends')
  expect(summary('', '')).toBe(`Client certificate without a name of ${shop} ends`)
})

test('an entry is stamped with the upload, or with the beginning of the validity where no upload is known', () => {
  const stamp = (uploadedOn: number | undefined) =>
    read([watched({ number: 1, name: 'x', facts: { notBefore: noon - day }, record: { uploadedOn } })]).events[0]?.stamp
  expect(stamp(noon + 0.9)).toBe('2026-11-23T12:00:00Z')
  expect(stamp(undefined)).toBe('2026-11-22T12:00:00Z')
})

test('the end of one that is proved unused rings no alarm', () => {
  const [event] = read([watched({ number: 1, name: 'unused', use: { inUse: false } })]).events
  expect(event?.alarms).toEqual([])
})

test('whatever a name has in it, it is read back, on lines of at most 75 octets, and secrets are out before', () => {
  const name = `a,b;c\\d\nBEGIN:VEVENT "é${'漢'.repeat(60)}" secret-secret`
  const { text, events } = read([watched({ number: 1, name })], (each) => each.replaceAll('secret-secret', '[hidden]'))
  expect(events).toHaveLength(1)
  expect(events[0]?.summary).toContain('a,b;c\\d')
  expect(events[0]?.summary).toContain('[hidden]')
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('folded lines have at most 75 octets, and are the same text when they are unfolded', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => `X:${text.replaceAll(/[\r\n]/g, '')}`)
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = folded(lines.map((each) => `${each}\r\n`).join(''))
      expect(text.replaceAll('\r\n ', '')).toBe(lines.map((each) => `${each}\r\n`).join(''))
      for (const each of text.split('\r\n')) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(75)
    }),
  )
})

test.each(certificateKinds.filter((kind) => !reachesOrigins(kind)))('%s is not called a client certificate', (kind) => {
  const ended = watched({ number: 1, name: 'x', daysLeft: -1, entry: { kind } })
  const { text, events } = read([ended])
  expect(events).toHaveLength(1)
  expect(text).not.toMatch(/client certificate/i)
})

test('an entry says what to do and who uses it, ten hostnames at most', () => {
  const hosts = Array.from({ length: 11 }, (_, i) => `h${i}.example`)
  const described = (hostnames: readonly string[]) => {
    const certificate = watched({ number: 1, name: 'x', daysLeft: 5 })
    return read([{ ...certificate, use: { ...certificate.use, hostnames } }]).events[0]?.description
  }
  expect(described(hosts.slice(0, 10))).toMatch(/\. \S.*\. Used by h0\.example, .*, h9\.example\.$/)
  expect(described(hosts)).toMatch(/, h9\.example and others\.$/)
  expect(described([])).not.toContain('Used by')
})

test('a line of 75 octets stays whole, and a longer one is folded as late as it may be', () => {
  expect(folded('a'.repeat(75))).toBe('a'.repeat(75))
  expect(folded('a'.repeat(76))).toBe(`${'a'.repeat(75)}\r\n a`)
  expect(folded('a'.repeat(150))).toBe(`${'a'.repeat(75)}\r\n ${'a'.repeat(74)}\r\n a`)
})
