import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { simulatedPrivateKey } from '../../src/simulator/faults/shapes.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { answer, ask, associationPath, listPath, now, settingsPath, simulator } from './support.ts'

let fleet: Fleet
let running: Simulator
let zone: string
beforeAll(async () => {
  fleet = await largeFleet({ zones: 120, certificatesPerZone: 2, now, associations: true })
})
beforeEach(async () => {
  running = await simulator({ fleet })
  zone = fleet.zones[0]?.id ?? ''
})

async function got(path: string): Promise<unknown> {
  const { status, body } = await answer(ask(running, path))
  expect([status, body]).toMatchObject([200, { success: true, errors: [], messages: [] }])
  return body
}

async function played(fault: Fault, path: string): Promise<unknown> {
  running.fault({ ...fault, times: 1 })
  return got(path)
}

const page = (number: number) => `/zones?page=${number}&per_page=50`

describe('empty_list', () => {
  test.each(['/zones?per_page=50', 'hostname', 'zone'] as const)('%s', async (what) => {
    const path = what === 'hostname' || what === 'zone' ? listPath(what, zone) : what
    const result_info = { page: 1, per_page: 50, count: 0, total_count: 0, total_pages: 0 }
    expect(await played({ fault: 'empty_list' }, path)).toMatchObject({ result: [], result_info })
  })
})

test('short_list: the last entries are missing on the wire, but counted', async () => {
  const ids = fleet.zones.map(({ id }) => expect.objectContaining({ id }))
  expect(await played({ fault: 'short_list', drop: 3 }, page(3))).toMatchObject({
    result: ids.slice(100, 117),
    result_info: { page: 3, count: 17, total_count: 120, total_pages: 3 },
  })
  expect(await played({ fault: 'short_list' }, listPath('hostname', zone))).toMatchObject({
    result: [{ id: fleet.certificates[0]?.certificateId }],
    result_info: { count: 1, total_count: 2 },
  })
  expect(await played({ fault: 'short_list', drop: 99 }, page(1))).toMatchObject({ result: [] })
})

test('partial_list, omitted_ids: entries are missing on the wire, and not counted', async () => {
  const [first, second] = fleet.certificates.map(({ certificateId }) => certificateId)
  const path = listPath('hostname', zone)
  const one = (id = '') => ({ result: [{ id }], result_info: { count: 1, total_count: 1 } })
  expect(await played({ fault: 'partial_list' }, path)).toMatchObject(one(first))
  expect(await played({ fault: 'omitted_ids', ids: `x,${first}` }, path)).toMatchObject(one(second))
  expect(await played({ fault: 'partial_list', drop: 3 }, page(3))).toMatchObject({
    result_info: { page: 3, count: 17, total_count: 117 },
  })
})

test('foreign_list: as many entries as there are, under ids of the same form that nobody knows', async () => {
  const ids = async (path: string) => {
    const body = await played({ fault: 'foreign_list' }, path)
    const { result } = body as { result: readonly { id: string }[] }
    return result.map(({ id }) => id)
  }
  const certificates = await ids(listPath('hostname', zone))
  expect(certificates).toEqual(await ids(listPath('hostname', zone)))
  expect(certificates.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toHaveLength(2)
  expect(fleet.certificates.filter(({ certificateId }) => certificates.includes(certificateId))).toEqual([])
  const zones = await ids(page(1))
  expect(zones.filter((id) => /^[0-9a-f]{32}$/.test(id))).toHaveLength(50)
  expect(fleet.zones.filter(({ id }) => zones.includes(id))).toEqual([])
})

test('repeated_entry, low_total, odd_total: the count is not that of the entries', async () => {
  const [first, second] = fleet.certificates.map(({ certificateId }) => ({ id: certificateId }))
  const path = listPath('hostname', zone)
  expect(await played({ fault: 'repeated_entry' }, path)).toMatchObject({
    result: [first, first, second],
    result_info: { total_count: 2 },
  })
  expect(await played({ fault: 'low_total' }, path)).toMatchObject({
    result: [first, second],
    result_info: { total_count: 1 },
  })
  const odd = (becomes: 'missing' | 'null' | 'text') => played({ fault: 'odd_total', becomes }, path)
  expect(await odd('null')).toMatchObject({ result: [first, second], result_info: { total_count: null } })
  expect(await odd('text')).toMatchObject({ result_info: { total_count: '2' } })
  expect(await odd('missing')).not.toHaveProperty('result_info')
})

test('shifting_total: every page has its own, and as many pages as go with it', async () => {
  running.fault({ fault: 'shifting_total', by: 31, path: '/zones?' })
  const totals = (total_count: number, total_pages: number) => ({ result_info: { total_count, total_pages } })
  expect(await Promise.all([1, 2, 3].map((number) => got(page(number))))).toMatchObject([
    totals(120, 3),
    totals(151, 4),
    totals(182, 4),
  ])
  running.clearFaults()
  running.fault({ fault: 'shifting_total', by: 31, direction: 'shrinks' })
  expect(await got(page(3))).toMatchObject(totals(58, 2))
})

test('association_list: entries of lists, and no single certificate', async () => {
  const [first] = fleet.certificates
  const { id, status, uploaded_on, ...rest } = { ...first?.record }
  const body = await played({ fault: 'association_list', hostname: 'www.example.com' }, listPath('hostname', zone))
  const entry = { hostname: 'www.example.com', cert_id: id, cert_status: status, cert_uploaded_on: uploaded_on }
  expect(body).toMatchObject({ result: [{ ...entry, ...rest }, {}] })
  expect(body).not.toMatchObject({ result: [{ id }, {}] })
  expect(await played({ fault: 'association_list' }, `${listPath('hostname', zone)}/${id}`)).toMatchObject({
    result: { id },
  })
})

test.each([
  'empty_list',
  'short_list',
  'partial_list',
  'foreign_list',
  'repeated_entry',
  'low_total',
  'odd_total',
  'shifting_total',
  'association_list',
] as const)('%s: failures, associations and settings stay as they are', async (fault) => {
  for (const path of [settingsPath(zone), associationPath(zone, 'app-0.zone-0.example')]) {
    const right = await got(path)
    expect(await played({ fault }, path)).toEqual(right)
  }
  running.fault({ fault })
  expect((await ask(running, '/zones?per_page=4')).status).toBe(400)
})

describe('the faults of shape hit the new answers, too', () => {
  const hostname = () => associationPath(zone, 'app-0.zone-0.example')

  test.each(['zones', 'settings', 'association'] as const)('%s: null_result, wrong_shape', async (what) => {
    const path = { zones: page(1), settings: settingsPath(zone), association: hostname() }[what]
    expect(await played({ fault: 'null_result' }, path)).toMatchObject({ result: null })
    expect(await played({ fault: 'wrong_shape', shape: 'text' }, path)).toMatchObject({ result: 'certificate' })
  })

  test('private_key, in an association and in lists', async () => {
    const own = { private_key: simulatedPrivateKey }
    expect(await played({ fault: 'private_key' }, hostname())).toMatchObject({ result: own })
    expect(await played({ fault: 'private_key' }, listPath('hostname', zone))).toMatchObject({ result: [own, own] })
    expect(await played({ fault: 'private_key' }, '/zones?per_page=5')).toMatchObject({
      result: [own, own, own, own, own],
    })
  })

  test('an association with another certificate, with dates as Go prints them, with a field that is wrong', async () => {
    expect(await played({ fault: 'wrong_id', id: 'other' }, hostname())).toMatchObject({ result: { cert_id: 'other' } })
    expect(await played({ fault: 'zero_date' }, hostname())).toMatchObject({
      result: { cert_uploaded_on: '0001-01-01T00:00:00Z', updated_at: '0001-01-01T00:00:00Z' },
    })
    const fault = { fault: 'field', name: 'enabled', becomes: 'text', text: 'yes' } as const
    expect(await played(fault, hostname())).toMatchObject({ result: { enabled: 'yes' } })
  })

  test('aimed at the list of zones alone', async () => {
    running.fault({ fault: 'status', status: 503, path: /\/zones(\?|$)/ })
    expect((await ask(running, page(1))).status).toBe(503)
    expect((await ask(running, hostname())).status).toBe(200)
  })
})
