import { expect, onTestFinished, test } from 'vitest'
import { uploadedRecord } from '../../src/simulator/fleet/resource-records.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedResource } from '../../src/simulator/store/resource.ts'
import { fixtureId, fixtureZone, fleetWith } from '../support/kind-fixtures.ts'
import { answer, ask, now, resourcePath } from './support.ts'

const hourMs = 3_600_000
const path = resourcePath('custom_certificates', fixtureZone.id)

interface Upload {
  readonly number: number
  /** Hours from now. */
  readonly end: number
  readonly hosts?: readonly string[]
  readonly algorithm?: 'RSA' | 'ECDSA'
  readonly activeAfter?: number
}

function uploaded({
  number,
  end,
  hosts = ['a.example.com'],
  algorithm = 'RSA',
  activeAfter,
}: Upload): SimulatedResource {
  const at = (hours: number) => new Date(now.getTime() + hours * hourMs)
  const own = { id: fixtureId(number), zoneId: fixtureZone.id, hosts, algorithm, status: 'active' }
  return {
    ...{ resource: 'custom_certificates', scopeId: fixtureZone.id, id: own.id, name: own.id, about: '' },
    expectation: { state: 'ok' },
    record: uploadedRecord({ ...own, begin: at(end - 2000), end: at(end) }),
    ...(activeAfter === undefined ? {} : { activeFrom: at(activeAfter) }),
  }
}

/** A simulator whose clock stands so many hours from now. */
async function world(...uploads: readonly Upload[]) {
  let hours = 0
  const fleet = { ...fleetWith(), resources: uploads.map(uploaded) }
  const running = await startSimulator({ fleet, clock: () => new Date(now.getTime() + hours * hourMs) })
  onTestFinished(() => running.close())
  const listedAt = async (later: number) => {
    hours = later
    return statuses(running)
  }
  return { running, listedAt }
}

/** Number and status of everything that is listed. */
async function statuses(running: Simulator): Promise<Record<number, unknown>> {
  const { body } = await answer(ask(running, path))
  const { result } = body as { result: readonly { id: string; status: string }[] }
  return Object.fromEntries(result.map(({ id, status }) => [Number(id.slice(-4)), status]))
}

test('a certificate without a replacement is removed after its end', async () => {
  const { listedAt, running } = await world({ number: 1, end: 24 })
  expect(await listedAt(23)).toEqual({ 1: 'active' })
  expect(await listedAt(24.5)).toEqual({ 1: 'expired' })
  expect(await listedAt(26)).toEqual({})
  expect(await answer(ask(running, `${path}/${fixtureId(1)}`))).toMatchObject({
    status: 404,
    body: { errors: [{ code: 1002 }] },
  })
})

test('what time took away does not come back', async () => {
  const { listedAt } = await world({ number: 1, end: 24 })
  expect(await listedAt(26)).toEqual({})
  expect(await listedAt(0)).toEqual({})
})

test('a certificate with a replacement is removed in the last 24 hours before its end', async () => {
  const { listedAt } = await world(
    { number: 1, end: 48 },
    { number: 2, end: 900, hosts: ['a.example.com', 'b.example.com'] },
  )
  expect(await listedAt(23)).toEqual({ 1: 'active', 2: 'active' })
  expect(await listedAt(47)).toEqual({ 2: 'active' })
})

test('a replacement for some of its hosts is enough for that', async () => {
  const { listedAt } = await world(
    { number: 1, end: 48, hosts: ['a.example.com', 'b.example.com'] },
    { number: 2, end: 900 },
  )
  expect(await listedAt(47)).toEqual({ 2: 'active' })
})

test('a replacement counts when it is active', async () => {
  const { listedAt } = await world({ number: 1, end: 24 }, { number: 2, end: 900, activeAfter: 20 })
  expect(await listedAt(19)).toEqual({ 1: 'active', 2: 'pending' })
  expect(await listedAt(21)).toEqual({ 2: 'active' })
})

test('a pair goes when the first of the two ends', async () => {
  const { listedAt } = await world({ number: 1, end: 24 }, { number: 2, end: 900, algorithm: 'ECDSA' })
  expect(await listedAt(24.5)).toEqual({ 1: 'expired', 2: 'active' })
  expect(await listedAt(26)).toEqual({})
})

test('a certificate for other hosts stays', async () => {
  const { listedAt } = await world({ number: 1, end: 24 }, { number: 2, end: 900, hosts: ['b.example.com'] })
  expect(await listedAt(26)).toEqual({ 2: 'active' })
})
