import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { scenarios } from '../../src/simulator/fleet/scenarios.ts'
import { resourceScenarios } from '../../src/simulator/fleet/scenarios-resources.ts'
import type { Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { fleetOnce, member, now } from './support.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await fleetOnce()
})

const day = 86_400

/** The PEM blocks, read by OpenSSL. */
function chainOf({ record }: SimulatedCertificate): X509Certificate[] {
  const blocks = record?.certificate?.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => new X509Certificate(block))
}

function secondsLeft(end: string | undefined): number {
  return (Date.parse(end ?? '') - now.getTime()) / 1000
}

/** By another road than the exporter's: chains and dates as OpenSSL reads them. */
function urgency(each: SimulatedCertificate): string {
  const chain = each.expectation.reason === undefined ? chainOf(each) : []
  const counted = chain.filter((one, index) => index === 0 || one.subject !== one.issuer)
  const left = Math.min(...counted.map(({ validTo }) => secondsLeft(validTo)), secondsLeft(each.record?.expires_on))
  if (left < 0) return 'expired'
  if (left < 14 * day) return 'critical'
  return left < 30 * day ? 'warning' : 'ok'
}

describe.each(scenarios.map(({ name }) => name))('%s', (name) => {
  test('states in JSON what stands in the PEM, but for the fields that are to contradict it', () => {
    const each = member(fleet, name)
    const [leaf] = each.expectation.reason === undefined ? chainOf(each) : []
    if (leaf === undefined) return
    const wrong = [
      each.record?.serial_number !== BigInt(`0x${leaf.serialNumber}`).toString() && 'serial_number',
      Date.parse(each.record?.expires_on ?? '') !== leaf.validToDate.getTime() && 'expires_on',
    ].filter(Boolean)
    const expected = (each.expectation.mismatches ?? []).filter(
      (field) => field === 'serial_number' || field === 'expires_on',
    )
    expect(wrong.toSorted()).toEqual(expected.toSorted())
  })

  test('is what its expectation says', () => {
    const each = member(fleet, name)
    const { state } = each.expectation
    if (state === 'check_failing') return
    if (state === 'gone') expect(each.record?.status).toBe('deleted')
    else expect(urgency(each)).toBe(['expired', 'critical', 'warning'].includes(state) ? state : 'ok')
    const isElsewhere = ['not_active', 'deployment_timed_out', 'gone'].includes(state)
    expect(each.record?.status !== 'active').toBe(isElsewhere)
  })
})

test('names and ids are unique and well-formed, at most ten hostname certificates a zone', () => {
  const ids = fleet.certificates.map(({ certificateId }) => certificateId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(fleet.certificates.map(({ name }) => name)).size).toBe(ids.length)
  expect(fleet.certificates.filter(({ name }) => name === '')).toEqual([])
  expect(ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  expect(fleet.certificates.every(({ zoneId }) => /^[0-9a-f]{32}$/.test(zoneId))).toBe(true)
  const hostnameOnes = fleet.certificates.filter(({ kind, record }) => kind === 'hostname' && record)
  for (const { id } of fleet.zones)
    expect(hostnameOnes.filter(({ zoneId }) => zoneId === id).length).toBeLessThanOrEqual(10)
})

test('the fleet has RSA, ECDSA and Ed25519 keys, signed and signatures named as Go names them', () => {
  const seen = ['fine-rsa', 'fine-ecdsa', 'fine-ed25519'].map((name) => {
    const [leaf] = chainOf(member(fleet, name))
    return [leaf?.publicKey.asymmetricKeyType, member(fleet, name).record?.signature]
  })
  expect(seen).toEqual([
    ['rsa', 'SHA256-RSA'],
    ['ec', 'ECDSA-SHA256'],
    ['ed25519', 'Ed25519'],
  ])
})

test('dates are written as the API writes them', () => {
  const { record } = member(fleet, 'fine-ecdsa')
  expect(record?.expires_on).toBe('2027-09-19T12:00:00Z')
  expect(record?.uploaded_on).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
})

test('chains are signed by the certificate that follows', () => {
  const [leaf, intermediate, root] = chainOf(member(fleet, 'ended-root'))
  if (!leaf || !intermediate || !root) throw new Error('the chain is short')
  expect([leaf.verify(intermediate.publicKey), intermediate.verify(root.publicKey)]).toEqual([true, true])
  expect(secondsLeft(root.validTo)).toBeLessThan(0)
})

test('the documentation’s example ended on 2016-11-22 and is a CA', () => {
  const [leaf] = chainOf(member(fleet, 'documentation-example'))
  expect([leaf?.validToDate.toISOString(), leaf?.ca]).toEqual(['2016-11-22T16:43:01.000Z', true])
})

test('hostile names arrive in the certificate as they are', () => {
  const [leaf] = chainOf(member(fleet, 'hostile-names'))
  expect(leaf?.toLegacyObject().subject['O']).toContain('<script>alert(1)</script> \u202egpj.exe')
  expect(member(fleet, 'hostile-names').record?.issuer).toContain('\\"quoted\\"')
})

test('problems are really there', () => {
  const [early] = chainOf(member(fleet, 'begins-next-week'))
  const [server] = chainOf(member(fleet, 'server-only'))
  expect(secondsLeft(early?.validFrom)).toBe(7 * day)
  expect(server?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(chainOf(member(fleet, 'fine-ecdsa'))[0]?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
})

test('what is to be unreadable is', () => {
  expect(() => new X509Certificate(member(fleet, 'unreadable-pem').record?.certificate ?? '')).toThrow()
})

test('a large fleet has distinct ids and few distinct certificates', async () => {
  const { zones, certificates } = await largeFleet({ zones: 200, certificatesPerZone: 10, now })
  expect(zones.every(({ id }) => /^[0-9a-f]{32}$/.test(id))).toBe(true)
  expect(new Set(zones.map(({ id }) => id)).size).toBe(200)
  expect(new Set(certificates.map(({ certificateId }) => certificateId)).size).toBe(2000)
  expect(new Set(certificates.map(({ record }) => record?.certificate)).size).toBe(4)
})

test('the certificates of other resources have ids of their own and end when their scenario says so', () => {
  const { resources = [], certificates } = fleet
  const ids = [...resources.map(({ id }) => id), ...certificates.map(({ certificateId }) => certificateId)]
  expect(new Set(ids).size).toBe(ids.length)
  expect(resources.map(({ record }) => record.id)).toEqual(resources.map(({ id }) => id))
  const daysLeft = resources.map(({ record }) => Math.ceil(secondsLeft(String(record['expires_on'])) / day))
  expect(daysLeft).toEqual(resourceScenarios.map(({ days }) => days))
})
