import { describe, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { fixtureAccount, fixtureId, fixtureZone, fleetWith } from '../support/kind-fixtures.ts'
import { answer, ask, now, resourcePath, simulator } from './support.ts'

const uploads = `/resources/custom_certificates/${fixtureZone.id}`
const inDays = (days: number) => `${new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 19)}Z`

async function send({ controlUrl }: Simulator, method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${controlUrl}${path}`, { method, ...init })
  return { status: response.status, text: await response.text() }
}

function empty(): Promise<Simulator> {
  return simulator({ fleet: fleetWith() })
}

/** Uploads something and gives its id. */
async function upload(running: Simulator, body: unknown, path = uploads): Promise<string> {
  const { status, text } = await send(running, 'POST', path, body)
  expect([status, text]).toEqual([201, expect.stringContaining('"id"')])
  return String(JSON.parse(text).id)
}

async function uploadedNow(running: Simulator): Promise<unknown> {
  const { body } = await answer(ask(running, resourcePath('custom_certificates', fixtureZone.id)))
  return body
}

describe('by curl', () => {
  test('a certificate is uploaded', async () => {
    const running = await empty()
    const id = await upload(running, { hosts: ['a.example.com'], days: 90, algorithm: 'ECDSA' })
    const expected = {
      id,
      hosts: ['a.example.com'],
      expires_on: inDays(90),
      signature: 'ECDSAWithSHA256',
      status: 'active',
    }
    expect(await uploadedNow(running)).toMatchObject({ result: [expected] })
  })

  test.each([
    [
      'mtls_certificates',
      { days: 30, ca: true, name: 'partners' },
      { ca: true, name: 'partners', expires_on: inDays(30) },
    ],
    ['access_certificates', { days: 30, hosts: ['a.example.com'] }, { associated_hostnames: ['a.example.com'] }],
    ['gateway_certificates', { days: -1, in_use: true }, { in_use: true, binding_status: 'available' }],
  ] as const)('%s of an account', async (resource, body, expected) => {
    const running = await empty()
    const id = await upload(running, body, `/resources/${resource}/${fixtureAccount.id}`)
    const got = await answer(ask(running, `${resourcePath(resource, fixtureAccount.id)}/${id}`))
    expect(got).toMatchObject({ status: 200, body: { result: expected } })
  })

  test('a rotation gives a new id, and the old one is unknown', async () => {
    const running = await empty()
    const id = await upload(running, { hosts: ['a.example.com'], days: 5 })
    const { text } = await send(running, 'POST', `${uploads}/${id}/rotate`, { days: 90 })
    const { id: renewed } = JSON.parse(text)
    expect(renewed).not.toBe(id)
    const result = [{ id: renewed, hosts: ['a.example.com'], expires_on: inDays(90) }]
    expect(await uploadedNow(running)).toMatchObject({ result, result_info: { total_count: 1 } })
    expect((await ask(running, `${resourcePath('custom_certificates', fixtureZone.id)}/${id}`)).status).toBe(404)
  })

  test('age changes the end and nothing else', async () => {
    const running = await empty()
    const id = await upload(running, { hosts: ['a.example.com'], days: 90, algorithm: 'ECDSA' })
    expect((await send(running, 'POST', `${uploads}/${id}/age`, { days: 2 })).status).toBe(200)
    const expected = { id, hosts: ['a.example.com'], expires_on: inDays(2), signature: 'ECDSAWithSHA256' }
    expect(await uploadedNow(running)).toMatchObject({ result: [expected] })
  })

  test('a certificate is deleted, or only called so', async () => {
    const running = await empty()
    const [first, second] = [await upload(running, { days: 5 }), await upload(running, { days: 6 })]
    expect((await send(running, 'DELETE', `${uploads}/${first}`)).status).toBe(200)
    expect((await send(running, 'DELETE', `${uploads}/${second}`, { how: 'tombstone' })).status).toBe(200)
    expect(await uploadedNow(running)).toMatchObject({ result: [{ id: second, status: 'deleted' }] })
  })

  test('a resource leaves the plan and comes back', async () => {
    const running = await empty()
    await send(running, 'POST', `${uploads}/plan`, { included: false })
    expect(await uploadedNow(running)).toMatchObject({ errors: [{ code: 1011 }] })
    await send(running, 'POST', `${uploads}/plan`, { included: true })
    expect(await uploadedNow(running)).toMatchObject({ success: true })
  })
})

describe('refused, with what is wrong', () => {
  const access = `/resources/access_certificates/${fixtureAccount.id}`

  test.each([
    [uploads, {}, 400, 'days must be a number'],
    [uploads, { days: 1e9 }, 400, 'days must be a number'],
    [uploads, { days: 1, hosts: 'a' }, 400, 'hosts must be a list'],
    [uploads, { days: 1, name: 1 }, 400, 'name must be a text'],
    [uploads, { days: 1, algorithm: 'DSA' }, 400, 'algorithm must be'],
    [uploads, { days: 1, ca: 'yes' }, 400, 'ca must be'],
    [uploads, { days: 1, in_use: 1 }, 400, 'in_use must be'],
    [uploads, { days: 1, host: 'a' }, 400, 'no field "host"'],
    [`/resources/custom_certificates/${'f'.repeat(32)}`, { days: 1 }, 404, 'there is no zone'],
    [`/resources/mtls_certificates/${'f'.repeat(32)}`, { days: 1 }, 404, 'there is no account'],
    [`/resources/nothing/${fixtureZone.id}`, { days: 1 }, 404, 'POST /simulator/resources'],
    [`${uploads}/plan`, { included: 'no' }, 400, 'included must be'],
    [`${uploads}/${fixtureId(1)}/rotate`, { days: 1 }, 404, 'has no custom_certificates'],
  ])('POST %s %o', async (path, body, status, problem) => {
    expect(await send(await empty(), 'POST', path, body)).toEqual({ status, text: expect.stringContaining(problem) })
  })

  test('what has no status cannot be called deleted', async () => {
    const running = await empty()
    const id = await upload(running, { days: 5 }, access)
    const { status, text } = await send(running, 'DELETE', `${access}/${id}`, { how: 'tombstone' })
    expect([status, text]).toEqual([400, 'access_certificates have no status\n'])
    expect((await send(running, 'DELETE', `${access}/${id}`, { how: 'well' })).status).toBe(400)
  })
})

test('the help lists them with what must be seen of them', async () => {
  const { text } = await send(await simulator(), 'GET', '')
  expect(text).toMatch(/custom_certificates .* shop\.example \+1 RSA +critical: ends in five days/)
  expect(text).toMatch(/access_certificates .* retired-devices-ca +expired \(harmless\): has ended/)
})
