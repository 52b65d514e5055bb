import { beforeEach, describe, expect, test } from 'vitest'
import { ask, fleetOnce, member, pathOf, simulator } from './support.ts'

const verify = '/user/tokens/verify'
let certificate: string
beforeEach(async () => {
  certificate = pathOf(member(await fleetOnce(), 'fine-ecdsa'))
})

describe('aim', () => {
  test.each(['/hostnames/', /certificates\/[0-9a-f-]{36}$/])('path %s', async (path) => {
    const running = await simulator()
    running.fault({ fault: 'status', status: 503, path })
    expect((await ask(running, certificate)).status).toBe(503)
    expect((await ask(running, verify)).status).toBe(200)
  })

  test('times: the oldest fault first, then the next, then none', async () => {
    const running = await simulator()
    running.fault({ fault: 'status', status: 500, times: 2 })
    running.fault({ fault: 'status', status: 429, times: 1 })
    const statuses = []
    for (let count = 0; count < 4; count += 1) statuses.push((await ask(running, verify)).status)
    expect(statuses).toEqual([500, 500, 429, 200])
  })

  test('probability: by the chance that is handed in', async () => {
    const dice = [0.4, 0.6]
    const running = await simulator({ random: () => dice.shift() ?? 1 })
    running.fault({ fault: 'status', status: 503, probability: 0.5 })
    expect([(await ask(running, verify)).status, (await ask(running, verify)).status]).toEqual([503, 200])
  })

  test('a fault counts its hits and can be lifted; all can be cleared', async () => {
    const running = await simulator()
    const outage = running.fault({ fault: 'status', status: 503 })
    await ask(running, verify)
    await ask(running, verify)
    expect(outage.hits).toBe(2)
    outage.lift()
    expect((await ask(running, verify)).status).toBe(200)
    running.fault({ fault: 'status', status: 503 })
    running.clearFaults()
    expect((await ask(running, verify)).status).toBe(200)
  })

  test('a wrong parameter is a programmer’s mistake', async () => {
    const running = await simulator()
    expect(() => running.fault({ fault: 'slow', ms: -1 })).toThrow('fault slow: ms must be a number')
  })
})

describe('by curl', () => {
  async function curl(method: string, path = '/faults', body?: string, headers: Record<string, string> = {}) {
    const running = await simulator()
    const send = (each: string, what?: string) =>
      fetch(`${running.controlUrl}${path}`, { method: each, headers, ...(what === undefined ? {} : { body: what }) })
    const response = await send(method, body)
    return { running, status: response.status, text: await response.text(), send }
  }

  test('help lists every fault and certificate, with lines to copy', async () => {
    const { status, text, running } = await curl('GET', '')
    expect(status).toBe(200)
    expect(text).toContain(`curl -X POST ${running.controlUrl}/faults -d '{"fault": "status"`)
    for (const { name, certificateId } of (await fleetOnce()).certificates) {
      expect(text).toMatch(new RegExp(`${certificateId} .*${name}`))
    }
    for (const name of ['endless_headers', 'gzip_bomb', 'association_shape', 'reset'])
      expect(text).toContain(`  ${name}: `)
  })

  test('every line in the help works as it stands', async () => {
    const { text, running } = await curl('GET', '')
    const lines = [...text.matchAll(/^ {2}curl(?: -X (\w+))? (\S+)(?: -d '(.*)')?$/gm)]
    expect(lines.length).toBeGreaterThan(5)
    for (const [line, method = 'GET', url = '', body = null] of lines) {
      expect((await fetch(url, { method, body })).ok, line).toBe(true)
    }
    expect((await ask(running, verify)).status).toBe(200)
  })

  test('an outage begins and ends', async () => {
    const { running, status, text, send } = await curl(
      'POST',
      '/faults',
      '[{"fault":"status","status":503,"path":"/user"},{"fault":"slow","ms":1}]',
    )
    expect([status, JSON.parse(text)]).toMatchObject([
      201,
      { faults: [{ fault: 'status', hits: 0 }, { fault: 'slow' }] },
    ])
    expect((await ask(running, verify)).status).toBe(503)
    expect(await (await send('GET')).json()).toMatchObject({ faults: [{ status: 503, hits: 1 }, {}] })
    expect(await (await send('DELETE')).json()).toEqual({ faults: [] })
    expect((await ask(running, verify)).status).toBe(200)
  })

  test.each([
    ['{', 'not JSON'],
    ['"status"', 'an object'],
    ['{"fault":"outage"}', 'no fault "outage"'],
    ['{"fault":"constructor"}', 'no fault "constructor"'],
    ['{"fault":"status","statsu":503}', 'no parameter "statsu"'],
    ['{"fault":"status","status":"503"}', 'status must be a number'],
    ['{"fault":"html","page":"cats"}', 'page must be plain | bad_gateway'],
    ['{"fault":"status","times":0}', 'times must be'],
    ['{"fault":"status","probability":2}', 'probability must be'],
    ['{"fault":"status","path":{}}', 'path must be'],
    ['[{"fault":"status"},{"fault":"nope"}]', 'no fault "nope"'],
  ])('%s is refused: %s', async (body, problem) => {
    const { running, status, text } = await curl('POST', '/faults', body)
    expect([status, text]).toEqual([400, expect.stringContaining(problem)])
    expect((await ask(running, verify)).status).toBe(200)
  })

  test('a body without end is refused', async () => {
    expect((await curl('POST', '/faults', ' '.repeat(70_000))).status).toBe(413)
  })

  test('other names of this machine, and pages in a browser, are refused', async () => {
    expect((await curl('DELETE', '/faults', undefined, { origin: 'http://127.0.0.1' })).status).toBe(403)
    const { running } = await curl('GET')
    const { port } = new URL(running.controlUrl)
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request({ port, path: '/simulator', headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).end()
    })
    expect(status).toBe(403)
  })

  test('anything else is a 404, and none of it counts as a request to the API', async () => {
    const { running, status } = await curl('PUT')
    expect([status, running.requests]).toEqual([404, []])
  })

  test('works while everything else stalls', async () => {
    const { running, send } = await curl('POST', '/faults', '{"fault":"stall_headers"}')
    expect((await send('DELETE')).status).toBe(200)
    expect((await ask(running, verify)).status).toBe(200)
  })
})
