/** A change that nobody can notice, found by its file, its line as it stands there, and what it makes of it. */
export interface ChangesNothing {
  readonly path: string
  readonly line: string
  readonly after: string
  readonly why: string
}

/** The runner counts these as changes that need no test. */
export const changesNothing: readonly ChangesNothing[] = [
  {
    path: 'src/cloudflare/retry-after.ts',
    line: "const value = header?.trim() ?? ''",
    after: "'x'",
    why: 'Neither is a number or a date.',
  },
  {
    path: 'src/report/order.ts',
    line: "return [...name.slice(0, 2 * longestBeginning)].slice(0, longestBeginning).join('')",
    after: 'name',
    why: 'It only saves time: no character takes more than two units, so the beginning is the same.',
  },
  {
    path: 'src/schedule/scheduler.ts',
    line: 'await this.#loop',
    after: ';',
    why: 'The same signal ends the loop, and nothing is asked after it.',
  },
  {
    path: 'src/cloudflare/dispatcher.ts',
    line: "noProxy: proxy.noProxy ?? '',",
    after: "'x'",
    why: 'Either keeps undici from reading the environment, and no API is at a host called x.',
  },
  {
    path: 'src/cloudflare/envelope.ts',
    line: String.raw`return json === undefined && /error(?: code)?:?(?:\s|<[^>]{0,200}>){0,10}1015\b/i.test(body.slice(0, 20_000))`,
    after: '20001',
    why: 'The bound only saves time, and one character more is as good.',
  },
  {
    path: 'src/exposition/cached-families.ts',
    line: "cached({ ...family, reads: changesAt ? [...reads, 'time'] : reads }, (place, now) =>",
    after: 'true',
    why: 'It only saves time: lines that time does not change are written again as they were.',
  },
  {
    path: 'src/trust/name-constraints.ts',
    line: 'return isSameLocalPart && isSame(host, base.slice(baseAt + 1))',
    after: 'isSame(base.slice(baseAt + 1), host)',
    why: 'Either text may be the first of the two.',
  },
  {
    path: 'src/calendar/calendar.ts',
    line: 'const { key, expiry = 0, urgency, severity, state, certificate, placeName } = thing',
    after: '1',
    why: 'Only a certificate whose end is known has an entry.',
  },
  {
    path: 'src/calendar/fold.ts',
    line: 'if (Buffer.byteLength(line) <= longestLine) return line',
    after: 'Buffer.byteLength(line) < longestLine',
    why: 'It only saves time: a line of 75 octets stays whole either way.',
  },
  {
    path: 'src/trust/name-constraints.ts',
    line: 'return (octet & mask) === ((network[i] ?? 0) & mask)',
    after: '1',
    why: 'The network is twice as long as the address, so there is always an octet.',
  },
  {
    path: 'src/trust/paths.ts',
    line: 'return (members.length * 2 + isSpecific) * trustFaults.length - trustFaults.indexOf(fault)',
    after: '3',
    why: 'With any factor above one the longer way says more, whatever is specific.',
  },
  {
    path: 'src/files/read-limited.ts',
    line: 'chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk))',
    after: 'false',
    why: 'It only saves a copy.',
  },
  {
    path: 'src/files/read-limited.ts',
    line: 'const smallestPiece = 64 * 1024',
    after: '1025',
    why: 'The size of the pieces in which a file is read does not change its content.',
  },
  {
    path: 'src/http/door/password-queue.ts',
    line: 'worker.unref()',
    after: ';',
    why: 'The listener keeps the process running anyway, and the thread is ended with it.',
  },
  {
    path: 'src/api/answers.ts',
    line: "const one: OneCertificate = { as_of: instant(now) ?? '', certificate, history }",
    after: "'x'",
    why: 'The time of a clock can always be written.',
  },
  {
    path: 'src/page/times.ts',
    line: "const [size, unit] = units.find(([each]) => length >= each * 1.5) ?? [1, 'second']",
    after: '2',
    why: 'From five seconds on a unit is always found.',
  },
]
