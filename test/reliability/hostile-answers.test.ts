import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { sampleOf } from '../support/sample.ts'
import { oddCertificate } from './support/odd-certificates.ts'
import { reasons, type Scrape, successes } from './support/scrape.ts'
import { certificates, Victim, well } from './support/victim.ts'

const largest = 3_900_000

/** Most of a test is waiting for the next try of a daemon: so many wait at once. */
const atOnce = 3
const victims: Victim[] = []
/** Of each of them, when what is tried on it is over. */
const turns: Promise<unknown>[] = []
let tried = 0

beforeAll(async () => {
  victims.push(...(await Promise.all(Array.from({ length: atOnce }, () => Victim.start()))))
  turns.push(...victims.map(() => Promise.resolve()))
})
afterAll(() => Promise.all(victims.map((victim) => victim.close())))

/** On each of them one after the other. */
async function suffer(
  name: string,
  fault: Fault,
  holds: (shown: Scrape) => void,
  times: 1 | 2 = 2,
): Promise<{ readonly shown: Scrape; readonly log: string }> {
  const number = tried++ % victims.length
  const victim = victims[number]
  if (!victim) throw new Error('there is no daemon')
  const shown = (turns[number] ?? Promise.resolve()).then(() => victim.suffer(name, fault, holds, times))
  turns[number] = shown.catch(() => undefined)
  return { shown: await shown, log: victim.log }
}

const failing = (reason: string) => (shown: Scrape) => {
  expect(reasons(shown)).toEqual([reason])
  expect([...successes(shown).values()]).toEqual(Array(certificates).fill(0))
}

const text = (name: string, value: string): Fault => ({ fault: 'field', name, becomes: 'text', text: value })
const body = (json: string): Fault => ({ fault: 'not_json', body: json })
const inEnvelope = (result: string) => body(`{"success":true,"errors":[],"messages":[],"result":${result}}`)

const refused = sampleOf<readonly [name: string, reason: string, fault: () => Fault]>(
  'hostileAnswers',
  'hostile answers that are refused',
  [
    ['1 GB', 'bad_response', () => ({ fault: 'huge', megabytes: 1024 })],
    ['a gzip bomb of 1 GB', 'bad_response', () => ({ fault: 'gzip_bomb', megabytes: 1024 })],
    ['headers without end', 'bad_response', () => ({ fault: 'endless_headers' })],
    ['nested a thousand deep', 'bad_response', () => ({ fault: 'deeply_nested', depth: 1_000 })],
    ['nested as deep as fits', 'bad_response', () => ({ fault: 'deeply_nested', depth: largest / 2 })],
    ['objects in objects, as deep as fits', 'bad_response', () => body('{"a":'.repeat(largest / 5))],
    ['a million certificates', 'bad_response', () => inEnvelope(`[${Array(1_000_000).fill('{"id":"x"}').join(',')}]`)],
    [
      'as many objects as fit',
      'bad_response',
      () =>
        inEnvelope(
          `[${Array(largest / 3)
            .fill('{}')
            .join(',')}]`,
        ),
    ],
    [
      'as many keys as fit',
      'bad_response',
      () => inEnvelope(`{${Array.from({ length: largest / 12 }, (_, i) => `"${i.toString(36)}":0`).join(',')}}`),
    ],
    ['a PEM of 10 MB', 'bad_response', () => text('certificate', '-----BEGIN CERTIFICATE-----\n'.repeat(360_000))],
    [
      'a PEM as long as fits',
      'bad_certificate',
      () => text('certificate', '-----BEGIN CERTIFICATE-----\n'.repeat(120_000)),
    ],
  ],
  2,
)

const longFields = sampleOf<readonly [name: string, field: string, value: string]>(
  'hostileAnswers',
  'fields that are too long',
  [
    ['an issuer of 100 kB', 'issuer', 'CN=x,'.repeat(20_000)],
    ['a serial number of a million digits', 'serial_number', '9'.repeat(1_000_000)],
    ['a status of 1 MB', 'status', 'x'.repeat(1_000_000)],
  ],
  1,
)

const oddTexts = sampleOf<readonly [name: string, fault: Fault]>(
  'hostileAnswers',
  'odd texts',
  [
    ['invalid UTF-8', { fault: 'invalid_utf8' }],
    ['NUL and other controls', text('issuer', 'CN=a\u0000b\u0007\u001b[31m\r\nc')],
    ['characters that turn the direction of writing', text('issuer', 'CN=\u202egnp.exe\u2066\u2029')],
    ['half a character', text('issuer', 'CN=\ud800')],
  ],
  2,
)

describe.concurrent('an answer', () => {
  test.each(refused)(
    '%s: refused as %s',
    async (name, reason, fault) => void (await suffer(name, fault(), failing(reason), 1)),
  )

  test.each(longFields)('%s costs itself', async (name, field, value) => {
    const counted = (shown: Scrape) =>
      shown.samples('cloudflare_cert_exporter_unreadable_fields_total').find(({ labels }) => labels['field'] === field)
        ?.value
    await suffer(name, text(field, value), (shown) => {
      well(shown)
      expect(counted(shown)).toBeGreaterThanOrEqual(certificates)
    })
  })

  test('names of 80 kB in a certificate cost no date, and are cut in the labels', async () => {
    await suffer('names of 80 kB', text('certificate', await oddCertificate({ name: 'x'.repeat(80_000) })), (shown) => {
      well(shown)
      const subjects = shown.samples('cloudflare_cert_info').map(({ labels }) => labels['subject'])
      expect(subjects).toEqual(Array(certificates).fill(`CN=${'x'.repeat(508)}…`))
    })
  })

  test('a serial number of 50 kB in a certificate costs no date, and is not shown', async () => {
    const pem = await oddCertificate({ serialNumber: `40${'ff'.repeat(50_000)}` })
    await suffer('a serial number of 50 kB', text('certificate', pem), (shown) => {
      well(shown)
      expect(shown.samples('cloudflare_cert_info').map(({ labels }) => labels['serial_number'] ?? '')).toEqual(
        Array(certificates).fill(''),
      )
    })
  })

  test('an RSA key of 65,536 bits is one like any other', async () => {
    const pem = await oddCertificate({ rsaBits: 65_536 })
    await suffer('65,536 bits', text('certificate', pem), (shown) => {
      well(shown)
      expect(shown.samples('cloudflare_cert_info').map(({ labels }) => labels['public_key'])).toEqual(
        Array(certificates).fill('RSA 65536'),
      )
    })
  })

  test.each(oddTexts)('%s breaks neither the scrape nor the log', async (name, fault) => {
    const { shown, log } = await suffer(name, fault, well)
    expect(shown.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029]/)
    for (const line of log.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })
})

test('after all of it a restart knows everything', async () => {
  for (const victim of victims) {
    await victim.seen(well)
    await victim.restartInAnOutage()
    expect(victim.log).toContain('"event":"state_restored"')
    const shown = await victim.scrape()
    expect(shown.samples('cloudflare_cert_expiry_timestamp_seconds')).toHaveLength(certificates)
  }
})
