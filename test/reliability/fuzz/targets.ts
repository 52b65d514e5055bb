import { expect } from 'vitest'
import { parsePem } from '../../../src/certificate/parse.ts'
import { readCertificate } from '../../../src/cloudflare/certificate-answer.ts'
import { readAnswer } from '../../../src/cloudflare/envelope.ts'
import { formatProblem, parseConfig } from '../../../src/config/load.ts'
import { Inventory } from '../../../src/inventory/inventory.ts'
import { type CheckOutcome, merge, unchecked } from '../../../src/inventory/merge.ts'
import { certificatesOf, type WatchedCertificate } from '../../../src/inventory/snapshot.ts'
import { linesAbout } from '../../../src/monitor/check-log.ts'
import { readState } from '../../../src/state/format.ts'
import { entry, failure, noon, record, success } from '../../support/certificates.ts'
import { linesAbout as exposedLines } from '../../support/exposed-zones.ts'
import { stateText } from '../../support/state.ts'
import { hostnameEntry, snapshotOf, storeEntry, watchList } from '../../support/zones.ts'

/** Takes any bytes; throws where something does not hold. */
export type Target = (bytes: Buffer) => void

/** By the name of its folder in the corpus. The web configuration belongs here as soon as it is read. */
export const targets: Readonly<Record<string, Target>> = { answer, pem, state, yaml }

function answer(bytes: Buffer): void {
  const id = '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60'
  for (const status of [200, 403, 404, 429, 503]) {
    const read = readAnswer({ status, headers: { 'retry-after': '7' }, body: bytes.toString() })
    if (!read.ok) {
      expect(read.failure.detail).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
      expect(read.failure.detail.length).toBeLessThan(400)
      live({ kind: 'failed', failure: read.failure })
      continue
    }
    const reading = readCertificate(read.value, id)
    if (!reading.ok) continue
    const { pem: text, id: _, ...record } = reading.value
    const parsed = text === undefined ? undefined : parsePem(text)
    live({ kind: 'succeeded', record, facts: parsed?.ok ? parsed.facts : undefined })
  }
}

function pem(bytes: Buffer): void {
  const parsed = parsePem(bytes.toString())
  if (!parsed.ok) expect(parsed.detail).toMatch(/^[ -~]{1,200}$/)
  else live({ kind: 'succeeded', record: record(), facts: parsed.facts })
}

function yaml(bytes: Buffer): void {
  const result = parseConfig(bytes.toString(), { path: 'config.yaml', env: { CLOUDFLARE_API_TOKEN: 'x'.repeat(40) } })
  if (result.ok) return
  expect(result.problems.length).toBeGreaterThan(0)
  for (const problem of result.problems) expect(formatProblem(problem)).not.toMatch(/[\u0000-\u001f\u2028\u2029]/)
}

function state(bytes: Buffer): void {
  const reading = readState(bytes.toString())
  expect(reading.ok || reading.detail).not.toBe('')
  if (!reading.ok) return
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [entry()], hostnames: [hostnameEntry()], stores: [storeEntry()] }), noon)
  inventory.restore(reading.state, noon)
  // What was restored is written again, and nothing of that may be dropped at the next start.
  const again = readState(stateText(inventory.snapshot, noon))
  expect(again.ok && again.dropped).toBeUndefined()
  for (const watched of certificatesOf(inventory.snapshot))
    for (const next of [success, failure('network')]) follow(watched, next)
}

/** What comes of one outcome: for a certificate that is new, and for one that is known. */
function live(outcome: CheckOutcome): void {
  const fresh = unchecked(entry(), noon)
  follow(fresh, outcome)
  follow(merge(fresh, success, noon - 3600), outcome)
}

/** Whatever was found: it can be shown, logged, written and read again. */
function follow(previous: WatchedCertificate, outcome: CheckOutcome): void {
  const next = merge(previous, outcome, noon)
  for (const line of linesAbout(previous, next, noon)) expect(() => JSON.stringify(line)).not.toThrow()
  for (const line of exposedLines(next).trimEnd().split('\n'))
    expect(line).toMatch(/^[a-z_]+\{[^\p{Cc}]*\} [-+0-9.eInfNa]+$/u)
  const again = readState(stateText(snapshotOf(next), noon))
  if (!again.ok) throw new Error(`the state could not be read again: ${again.detail}`)
  expect(again.dropped).toBeUndefined()
  const [remembered] = again.state.certificates.values()
  expect(remembered?.known).toEqual(next.known)
}
