import fc from 'fast-check'

/** One change of some bytes. */
type Change = (bytes: Buffer) => Buffer

const longest = 64 * 1024

/** What breaks readers of texts. */
const pieces = [
  ...[
    '\u0000',
    '\ud800',
    '\u202e',
    '\u2028',
    '\r',
    '\n',
    '"',
    '\\',
    '\\u0000',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\t',
  ],
  ...['null', 'true', '-1', '1e999', '1e308', '99999999999999999999', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '&a ',
    '*a',
    '<<: ',
    '!!binary ',
    '---\n',
    '- ',
    '|\n',
    'error code: 1015',
  ],
  ...['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', '=', '#0c13', 'CN=', '1.2.840.113549.1.9.1='],
]

const place = fc.nat({ max: longest })
const length = fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 4_096 }))

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat({ max: 255 })).map(
    ([at, byte]): Change =>
      (bytes) => {
        const copy = Buffer.from(bytes)
        if (copy.length > 0) copy[at % copy.length] = byte
        return copy
      },
  ),
  fc.tuple(place, fc.constantFrom(...pieces)).map(
    ([at, piece]): Change =>
      (bytes) =>
        splice(bytes, at, 0, Buffer.from(piece)),
  ),
  fc.tuple(place, length).map(
    ([at, count]): Change =>
      (bytes) =>
        splice(bytes, at, count, Buffer.alloc(0)),
  ),
  fc.tuple(place, length, fc.integer({ min: 2, max: 64 })).map(
    ([at, count, times]): Change =>
      (bytes) => {
        const start = at % (bytes.length + 1)
        const part = bytes.subarray(start, start + count)
        return splice(bytes, start, 0, Buffer.concat(Array(times).fill(part)))
      },
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 32 })).map(
    ([at, noise]): Change =>
      (bytes) =>
        splice(bytes, at, 0, Buffer.from(noise)),
  ),
)

/** Bytes of a corpus with a few changes, or others altogether. */
export function mutated(corpus: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const changed = fc
    .tuple(fc.constantFrom(...corpus), fc.array(change, { maxLength: 6 }))
    .map(([seed, changes]) => changes.reduce((bytes, apply) => apply(bytes).subarray(0, longest), seed))
  return fc.oneof({ weight: 9, arbitrary: changed }, fc.uint8Array({ maxLength: 512 }).map(Buffer.from))
}

function splice(bytes: Buffer, at: number, count: number, insertion: Buffer): Buffer {
  const start = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, start), insertion, bytes.subarray(start + count)])
}
