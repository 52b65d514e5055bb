import { describe, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { answer, ask, associationPath, fleetOnce, member, pathOf, settingsPath, simulator } from './support.ts'

const exampleCom = '023e105f4ecef8ad9ca31a8372d0c353'
const hostname = 'payments.example.com'

async function send({ controlUrl }: Simulator, method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(`${controlUrl}${path}`, { method, ...init })
  return { status: response.status, text: await response.text() }
}

describe('by curl', () => {
  test('a hostname gets another certificate', async () => {
    const [running, { certificateId }] = [await simulator(), member(await fleetOnce(), 'fine-rsa')]
    const change = { zone_id: exampleCom, hostname, certificate_id: certificateId, enabled: false }
    const { status, text } = await send(running, 'POST', '/associations', change)
    expect([status, JSON.parse(text)]).toMatchObject([200, { hostname, cert_id: certificateId, enabled: false }])
    expect((await answer(ask(running, associationPath(exampleCom, hostname)))).body).toMatchObject({
      result: { cert_id: certificateId, enabled: false },
    })
  })

  test.each(['fine-ecdsa', 'whole-zone'])('%s is deleted, and stays readable', async (name) => {
    const [running, { kind, zoneId, certificateId, ...rest }] = [await simulator(), member(await fleetOnce(), name)]
    const { status, text } = await send(running, 'DELETE', `/certificates/${kind}/${zoneId}/${certificateId}`)
    expect([status, JSON.parse(text)]).toEqual([200, { id: certificateId, status: 'deleted' }])
    const path = pathOf({ kind, zoneId, certificateId, ...rest })
    expect((await answer(ask(running, path))).body).toMatchObject({ result: { status: 'deleted' } })
  })

  test('a zone store is switched on and off', async () => {
    const running = await simulator()
    const enabled = async () => (await answer(ask(running, settingsPath(exampleCom)))).body
    expect((await send(running, 'POST', `/zones/${exampleCom}/settings`, { enabled: true })).status).toBe(200)
    expect(await enabled()).toMatchObject({ result: { enabled: true } })
    await send(running, 'POST', `/zones/${exampleCom}/settings`, { enabled: false })
    expect(await enabled()).toMatchObject({ result: { enabled: false } })
  })
})

describe('refused, with what is wrong', () => {
  const whole = { zone_id: exampleCom, hostname, certificate_id: '5e4f1c2a-7b3d-4e60-9a8c-000000000001', enabled: true }
  const associations = '/associations'
  const settings = `/zones/${exampleCom}/settings`
  const nobody = 'f'.repeat(32)

  test.each([
    ['POST', associations, '{', 400, 'not JSON'],
    ['POST', associations, [], 400, 'must be an object'],
    ['POST', associations, { ...whole, zone_id: 1 }, 400, 'zone_id must be a text'],
    ['POST', associations, { ...whole, hostname: undefined }, 400, 'hostname must be a text'],
    ['POST', associations, { ...whole, certificate_id: null }, 400, 'certificate_id must be a text'],
    ['POST', associations, { ...whole, enabled: 'yes' }, 400, 'enabled must be true or false'],
    ['POST', associations, { ...whole, host: 'x' }, 400, 'no field "host"'],
    ['POST', associations, { ...whole, certificate_id: 'other' }, 404, 'no hostname certificate other'],
    ['POST', associations, { ...whole, zone_id: nobody }, 404, `zone ${nobody} has no`],
    ['POST', settings, {}, 400, 'enabled must be true or false'],
    ['POST', settings, { enable: true }, 400, 'no field "enable"'],
    ['POST', `/zones/${nobody}/settings`, { enabled: true }, 404, `no zone ${nobody}`],
    ['POST', settings, ' '.repeat(70_000), 413, '64 KiB'],
    ['DELETE', `/certificates/zone/${exampleCom}/${whole.certificate_id}`, undefined, 404, 'no zone certificate'],
    ['DELETE', `/certificates/other/${exampleCom}/${whole.certificate_id}`, undefined, 404, 'GET /simulator\n'],
    ['GET', associations, undefined, 404, 'POST /simulator/associations\n'],
  ])('%s %s %o', async (method, path, body, status, problem) => {
    const running = await simulator()
    expect(await send(running, method, path, body)).toEqual({ status, text: expect.stringContaining(problem) })
    const { certificateId } = member(await fleetOnce(), 'fine-ecdsa')
    expect((await answer(ask(running, associationPath(exampleCom, hostname)))).body).toMatchObject({
      result: { cert_id: certificateId, enabled: true },
    })
  })
})

describe('the help', () => {
  test('lists hostnames and zones with what must be seen of them', async () => {
    const { text } = await send(await simulator(), 'GET', '')
    expect(text).toMatch(/payments\.example\.com +example\.com +enabled \(ok\): shows a certificate that is fine/)
    expect(text).toMatch(/orders\.shop\.example .* enabled \(ok\); rotation-unfinished-new waits: /)
    expect(text).toMatch(/forgotten\.example\.com .* none: /)
    expect(text).toMatch(/8d7c6b5a493827160f1e2d3c4b5a6978 +api\.example +Example BV +in use/)
    expect(text).toMatch(/c0ffee00c0ffee00c0ffee00c0ffee00 +legacy\.example +Example Legacy Systems +off/)
  })

  test('has the lines that finish the rotation of the fleet', async () => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const { text } = await send(running, 'GET', '')
    const lines = [...text.matchAll(/^ {2}curl -X (\w+) (\S+\/(?:associations|certificates)\S*)(?: -d '(.*)')?$/gm)]
    expect(lines).toHaveLength(2)
    for (const [, method = '', url = '', body = null] of lines) await fetch(url, { method, body })
    const [old, renewed] = [member(fleet, 'rotation-unfinished-old'), member(fleet, 'rotation-unfinished-new')]
    const association = await answer(ask(running, associationPath(old.zoneId, 'orders.shop.example')))
    expect(association.body).toMatchObject({ result: { cert_id: renewed.certificateId, enabled: true } })
    expect((await answer(ask(running, pathOf(old)))).body).toMatchObject({ result: { status: 'deleted' } })
  })

  test('of an empty fleet is readable, too', async () => {
    const running = await simulator({ fleet: { zones: [], certificates: [] } })
    const { text } = await send(running, 'GET', '')
    expect(text).toContain('"certificate_id": "NEW_ID"')
    expect(text.match(/\(none\)/g)).toHaveLength(4)
  })
})
