import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hostnameScenarios, zoneStoreScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import {
  answer,
  ask,
  associationPath,
  fleetOnce,
  listPath,
  member,
  now,
  pathOf,
  settingsPath,
  simulator,
} from './support.ts'

const exampleCom = '023e105f4ecef8ad9ca31a8372d0c353'
const shop = '5a1f0c3d9b7e42468c0d1e2f3a4b5c6d'
const payments = associationPath(exampleCom, 'payments.example.com')
const unset = { status: 404, body: { success: false, errors: [{ code: 1553 }], result: null } }

test.each(hostnameScenarios)('$hostname is as its list says', async ({ zone, hostname, certificate, expectation }) => {
  const fleet = await fleetOnce()
  const got = await answer(ask(await simulator(), associationPath(zone.id, hostname)))
  if (certificate === undefined || expectation.state === 'none') return expect(got).toMatchObject(unset)
  const { certificateId, expectation: own } = member(fleet, certificate)
  expect(expectation.certificate).toBe(own.state)
  const enabled = { enabled: true, disabled: false, voided: null }[expectation.state]
  expect(got).toMatchObject({ status: 200, body: { result: { hostname, cert_id: certificateId, enabled } } })
})

test('the list has a hostname in every state, and one with a certificate that ends soon', () => {
  const states = hostnameScenarios.map(({ expectation }) => expectation.state)
  expect(new Set(states)).toEqual(new Set(['enabled', 'disabled', 'voided', 'none']))
  expect(hostnameScenarios.map(({ expectation }) => expectation.certificate)).toContain('critical')
})

test('an association has the fields of the recording in its order, those of the certificate as the certificate has them', async () => {
  const { body } = await answer(ask(await simulator(), payments))
  const { record } = member(await fleetOnce(), 'fine-ecdsa')
  expect(body).toEqual({
    success: true,
    errors: [],
    messages: [],
    result: {
      hostname: 'payments.example.com',
      cert_id: record?.id,
      enabled: true,
      status: 'active',
      cert_status: 'active',
      created_at: record?.uploaded_on,
      updated_at: record?.uploaded_on,
      cert_uploaded_on: record?.uploaded_on,
      cert_updated_at: record?.uploaded_on,
      expires_on: record?.expires_on,
      issuer: record?.issuer,
      serial_number: record?.serial_number,
      signature: record?.signature,
      certificate: record?.certificate,
    },
  })
})

test('a hostname is found however it is written, a broken one cannot be routed', async () => {
  const running = await simulator()
  expect((await ask(running, associationPath(exampleCom, 'PAYMENTS.example%2Ecom'))).status).toBe(200)
  expect((await ask(running, associationPath(exampleCom, '%E0%A4%A'))).status).toBe(400)
})

test('the same hostname in another zone is unknown, in an unseen zone refused', async () => {
  const running = await simulator()
  expect(await answer(ask(running, associationPath(shop, 'payments.example.com')))).toMatchObject(unset)
  expect((await ask(running, associationPath('f'.repeat(32), 'payments.example.com'))).status).toBe(403)
})

describe('a rotation half done', () => {
  test('has two active certificates of one subject, the later upload unused', async () => {
    const fleet = await fleetOnce()
    const [old, renewed] = [member(fleet, 'rotation-unfinished-old'), member(fleet, 'rotation-unfinished-new')]
    const subjects = [old, renewed].map(({ record }) => new X509Certificate(record?.certificate ?? '').subject)
    expect(subjects[0]).toBe(subjects[1])
    expect([old.zoneId, old.record?.status]).toEqual([renewed.zoneId, renewed.record?.status])
    expect(Date.parse(renewed.record?.uploaded_on ?? '')).toBeGreaterThan(Date.parse(old.record?.uploaded_on ?? ''))
    expect(fleet.associations?.some(({ certificateId }) => certificateId === renewed.certificateId)).toBe(false)
  })

  test('is finished by an association with the new one, now', async () => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const [old, renewed] = [member(fleet, 'rotation-unfinished-old'), member(fleet, 'rotation-unfinished-new')]
    const { zoneId, certificateId } = renewed
    running.associate({ zoneId, hostname: 'orders.shop.example', certificateId, enabled: true })
    running.remove(old, 'tombstone')
    expect(await answer(ask(running, associationPath(zoneId, 'orders.shop.example')))).toMatchObject({
      body: {
        result: {
          cert_id: certificateId,
          enabled: true,
          created_at: old.record?.uploaded_on,
          updated_at: `${now.toISOString().slice(0, 19)}.870383Z`,
          expires_on: renewed.record?.expires_on,
        },
      },
    })
    const { body } = await answer(ask(running, listPath('hostname', zoneId)))
    expect(body).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ id: old.certificateId, status: 'deleted' })]),
    })
  })
})

describe('associations change', () => {
  test('a new one, switched off', async () => {
    const [running, { zoneId, certificateId }] = [await simulator(), member(await fleetOnce(), 'fine-rsa')]
    running.associate({ zoneId, hostname: 'Forgotten.example.com', certificateId, enabled: false })
    const got = await answer(ask(running, associationPath(zoneId, 'forgotten.example.com')))
    expect(got.body).toMatchObject({ result: { cert_id: certificateId, enabled: false } })
  })

  test('voided it stays in the answers, forgotten it is a 404', async () => {
    const running = await simulator()
    running.disassociate(exampleCom, 'payments.example.com', 'void')
    expect((await answer(ask(running, payments))).body).toMatchObject({ result: { enabled: null } })
    running.disassociate(exampleCom, 'payments.example.com', 'forget')
    expect(await answer(ask(running, payments))).toMatchObject(unset)
  })

  test('the certificate of one is deleted, or vanishes: the association stays', async () => {
    const [running, fine] = [await simulator(), member(await fleetOnce(), 'fine-ecdsa')]
    running.remove(fine, 'tombstone')
    expect((await answer(ask(running, payments))).body).toMatchObject({
      result: { status: 'active', cert_status: 'deleted' },
    })
    running.remove(fine, 'vanish')
    const { body } = await answer(ask(running, payments))
    expect(body).toMatchObject({ result: { cert_id: fine.certificateId, enabled: true } })
    expect(JSON.stringify(body)).not.toContain('BEGIN CERTIFICATE')
  })

  test('what is not there cannot be used or ended', async () => {
    const [running, { zoneId, certificateId }] = [await simulator(), member(await fleetOnce(), 'whole-zone')]
    const change = { zoneId, hostname: 'www.api.example', certificateId, enabled: true }
    expect(() => running.associate(change)).toThrow(`no certificate ${certificateId}`)
    expect(() => running.disassociate(zoneId, 'www.api.example', 'void')).toThrow('no association of www.api.example')
  })

  test('one simulator does not change another', async () => {
    const [running, other] = [await simulator(), await simulator()]
    running.disassociate(exampleCom, 'payments.example.com', 'forget')
    expect((await ask(other, payments)).status).toBe(200)
  })
})

describe('the zone store', () => {
  test('is off unless a zone says otherwise, and can be switched', async () => {
    const running = await simulator()
    const enabled = async (zoneId: string) => (await answer(ask(running, settingsPath(zoneId)))).body
    expect(await enabled(shop)).toEqual({ success: true, errors: [], messages: [], result: { enabled: false } })
    running.switchZoneStore(shop, true)
    expect(await enabled(shop)).toMatchObject({ result: { enabled: true } })
    running.switchZoneStore(shop, false)
    expect(await enabled(shop)).toMatchObject({ result: { enabled: false } })
    expect(() => running.switchZoneStore('f'.repeat(32), true)).toThrow('no zone')
  })

  test.each(zoneStoreScenarios)('$zone.name shows $inUse, the last that was uploaded', async (scenario) => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const { body } = await answer(ask(running, settingsPath(scenario.zone.id)))
    expect(body).toMatchObject({ result: { enabled: scenario.enabled } })
    const own = fleet.certificates.filter(({ kind, zoneId }) => kind === 'zone' && zoneId === scenario.zone.id)
    const names = own
      .toSorted((a, b) => Date.parse(b.record?.uploaded_on ?? '') - Date.parse(a.record?.uploaded_on ?? ''))
      .map(({ name }) => name)
    expect(names).toEqual([scenario.inUse, ...scenario.unused])
  })
})

test('a fresh upload is readable by its id at once, and in the list when its time has come', async () => {
  let time = now.getTime()
  const [running, fine] = [await simulator({ clock: () => new Date(time) }), member(await fleetOnce(), 'fine-rsa')]
  const fresh = { ...fine, certificateId: '5e4f1c2a-7b3d-4e60-9a8c-000000000099', listedFrom: new Date(time + 60_000) }
  running.upsert({ ...fresh, record: { ...fine.record, id: fresh.certificateId } })
  const listed = async () => JSON.stringify(await answer(ask(running, listPath('hostname', fine.zoneId))))
  expect((await ask(running, pathOf(fresh))).status).toBe(200)
  time += 59_999
  expect(await listed()).not.toContain(fresh.certificateId)
  time += 1
  expect(await listed()).toContain(fresh.certificateId)
})
