import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { beforeAll, expect, test } from 'vitest'
import { startExporter, startProgram } from '../support/program.ts'
import { type Recording, record, recordedFiles } from './recording.ts'

const folder = 'test/upgrade/fixtures/cc5178c'

/** Lines that are other ones now on purpose, in each file: what changed, and what it makes of an old line. Undefined: the line is new. */
const knowinglyChanged: Readonly<Record<keyof Recording, readonly Change[]>> = {
  requests: [],
  state: [],
  log: [
    {
      why: 'a problem is one of the certificate, whatever its kind',
      change: (line) => line.replace('wrong with it as a client certificate', 'wrong with the certificate itself'),
    },
    {
      why: 'messages about a credential say so',
      change: (line) => line.replace(/ default: /, ' credential default: '),
    },
  ],
  metrics: [
    {
      why: 'a problem is one of the certificate, whatever its kind',
      change: (line) => line.replace('has as a client certificate. Other', 'itself has. Other'),
    },
    {
      why: 'the help of suspicious listings is a plain sentence',
      change: (line) =>
        line.replace(
          'Listings that came and were not believed: what was known before is kept.',
          'Listings that were answered and not believed. The last good listing is kept.',
        ),
    },
    {
      why: 'in use means the same for every kind',
      change: (line) =>
        line.replace(
          '1 where Cloudflare presents the certificate, 0 where it is proved that it does not;',
          '1 where the certificate is in use, 0 where it is proved that its end would harm nobody;',
        ),
    },
    {
      why: 'there is a reason for what the plan does not include',
      added: 'cloudflare_cert_exporter_api_retries_total{reason="not_entitled"} *',
    },
    ...[
      "# HELP cloudflare_cert_zone_certificates How many certificates the zone's own store has by its last good list; absent until that and its switch were read.",
      '# TYPE cloudflare_cert_zone_certificates gauge',
      'cloudflare_cert_zone_certificates{zone_id="023e105f4ecef8ad9ca31a8372d0c353",zone="example.com"} 0',
      'cloudflare_cert_zone_certificates{zone_id="8d7c6b5a493827160f1e2d3c4b5a6978",zone="api.example"} 2',
    ].map((added) => ({ why: "how many certificates a zone's own store has", added })),
  ],
}

interface Change {
  readonly why: string
  readonly change?: (line: string) => string
  readonly added?: string
}

let recording: Recording
beforeAll(async () => {
  const { RECORD_MAIN: main } = process.env
  recording = await record(
    main === undefined ? startExporter : (args) => startProgram(process.execPath, [main, ...args]),
  )
  if (main === undefined) return
  for (const file of recordedFiles) writeFileSync(join(folder, `${file}.txt`), `${recording[file].join('\n')}\n`)
})

test.each(recordedFiles)(
  'a configuration without the new keys has the same %s as before there were more kinds',
  (file) => {
    const before = readFileSync(join(folder, `${file}.txt`), 'utf8')
      .split('\n')
      .filter(Boolean)
    const changes = knowinglyChanged[file]
    const changed = before.map((line) => changes.reduce((now, { change }) => change?.(now) ?? now, line))
    const expected = [...changed, ...changes.flatMap(({ added }) => added ?? [])]
    expect(recording[file].toSorted()).toEqual(expected.toSorted())
  },
)

test('every change that is named is still needed', () => {
  for (const file of recordedFiles) {
    const before = readFileSync(join(folder, `${file}.txt`), 'utf8').split('\n')
    for (const { why, change, added } of knowinglyChanged[file]) {
      if (change)
        expect(
          before.some((line) => change(line) !== line),
          why,
        ).toBe(true)
      if (added !== undefined) expect(before, why).not.toContain(added)
    }
  }
})
