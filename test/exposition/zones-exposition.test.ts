import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DisplayedZone } from '../../src/exposition/aspects.ts'
import { everyFamily, exposedFamilies } from '../../src/exposition/exposed-families.ts'
import { type Moment, ZonesExposition } from '../../src/exposition/zones-exposition.ts'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'
import { checked, entry, noon, success } from '../support/certificates.ts'
import { zone } from '../support/exposed-zones.ts'
import { describeWithPythonModule, describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)
const formats = ['text/plain;version=0.0.4', 'application/openmetrics-text;version=1.0.0']

/** Enough for several runs of zones. */
const zones: readonly DisplayedZone[] = Array.from({ length: 60 }, (_, i) => {
  const zoneId = String(i).padStart(32, '0')
  const ids = Array.from({ length: 10 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
  return zone({
    scopeId: zoneId,
    certificates: ids.map((certificateId) => checked([success], entry({ scopeId: zoneId, certificateId }))),
  })
})

let shown = zones
let exposed = everyFamily
let now = noon
let taken = 0
let isRecent = (_: Moment) => false
let server: HttpServer

beforeAll(async () => {
  const exposition = new ZonesExposition<Moment>({
    take: () => {
      taken += 1
      return { places: shown, now, exposed }
    },
    families: async (moment) => {
      const samples = [{ labels: [], value: moment.places.length }]
      return [{ name: 'zones', help: 'How many.', type: 'gauge', samples }]
    },
    isRecent: (moment) => isRecent(moment),
  })
  const route = metricsRoute((format) => exposition.write(format))
  server = await listen({ host: '127.0.0.1', port: 0 }, { '/metrics': { GET: route } }, (error) =>
    expect(error).toBe(''),
  )
})
afterAll(() => server.stop(0))
beforeEach(() => {
  shown = zones
  exposed = everyFamily
  isRecent = () => false
  now = noon
})

async function scrape(accept = formats[0] ?? '', encoding = 'gzip'): Promise<string> {
  const answer = await fetch(`${server.url}/metrics`, { headers: { accept, 'accept-encoding': encoding } })
  return answer.text()
}

const series = (text: string) => text.split('\n').filter((line) => line && !line.startsWith('#')).length

describe.each(formats)('%s', (accept) => {
  test('gzip is what identity is', async () => {
    const plain = await scrape(accept, 'identity')
    expect(await scrape(accept)).toBe(plain)
    expect(plain.endsWith('# EOF\n')).toBe(accept.includes('openmetrics'))
    expect(series(plain)).toBeGreaterThan(600 * 20)
  })

  describeWithTools(['curl'], 'curl --compressed', () => {
    test('reads it to its end', async () => {
      const argv = ['-sS', '--compressed', '-H', `accept: ${accept}`, `${server.url}/metrics`]
      const { stdout } = await run('curl', argv, { maxBuffer: 1e8 })
      expect(stdout).toBe(await scrape(accept, 'identity'))
    })
  })
})

const strictParser = `
import gzip, sys, urllib.request
from prometheus_client.openmetrics.parser import text_string_to_metric_families
headers = {'accept': '${formats[1]}', 'accept-encoding': 'gzip'}
answer = urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers=headers))
text = gzip.decompress(answer.read()).decode()
print(sum(len(family.samples) for family in text_string_to_metric_families(text)))
`

describeWithPythonModule('prometheus_client', 'the strict OpenMetrics parser of prometheus_client', (python) => {
  test('reads every sample', async () => {
    const { stdout } = await run(python, ['-c', strictParser, `${server.url}/metrics`])
    expect(Number(stdout)).toBe(series(await scrape()))
  })
})

test('a scrape after a change shows it, whole', async () => {
  await scrape()
  shown = zones.slice(1)
  const text = await scrape()
  expect(text).not.toContain(zones[0]?.scopeId)
  expect(text).toContain(`zones ${zones.length - 1}\n`)
  now = noon + 86_400
  expect(await scrape()).toContain(
    'cloudflare_cert_expiry_days{kind="hostname",zone_id="00000000000000000000000000000001",certificate_id="00000000-0000-4000-8000-000000000000",zone="example.com",name="payments-api",team="payments"} 89\n',
  )
})

test('many at once share the work, and each shows one snapshot, whole, that is not older than its question', async () => {
  taken = 0
  const asked = Array.from({ length: 40 }, async (_, i) => {
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, i))
    const length = shown.length - 1
    shown = zones.slice(0, length)
    const text = await scrape(formats[i % 2], i % 3 ? 'gzip' : 'identity')
    const present = Number(/^zones (\d+)$/m.exec(text)?.[1])
    expect(present).toBeLessThanOrEqual(length)
    expect(new Set([...text.matchAll(/zone_id="(\d+)"/g)].map(([, id]) => id)).size).toBe(present)
    for (const family of ['expiry_days', 'info', 'check_success', 'stale_after_seconds'])
      expect(text.match(new RegExp(`^cloudflare_cert_${family}\\{`, 'gm'))).toHaveLength(present * 10)
  })
  await Promise.all(asked)
  expect(taken).toBeLessThan(asked.length)
})

test('HEAD says how long the answer would be', async () => {
  const ask = async (method: string, encoding: string) =>
    (await fetch(`${server.url}/metrics`, { method, headers: { 'accept-encoding': encoding } })).headers.get(
      'content-length',
    )
  for (const encoding of ['gzip', 'identity']) expect(await ask('HEAD', encoding)).toBe(await ask('GET', encoding))
})

describe('families that the user leaves out', () => {
  const familiesIn = (text: string) => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)

  test('are neither written nor counted, from the next scrape on', async () => {
    const all = familiesIn(await scrape())
    exposed = exposedFamilies({ preset: 'full', deny: ['cloudflare_cert_expiry_days', '*_info', 'zones'] })
    const text = await scrape()
    const left = ['cloudflare_cert_expiry_days', 'cloudflare_cert_info', 'zones']
    expect(familiesIn(text)).toEqual(all.filter((name) => !left.includes(name ?? '')))
    exposed = everyFamily
    expect(familiesIn(await scrape())).toEqual(all)
  })

  test('the minimal preset has at most ten series a certificate, and the present status alone', async () => {
    exposed = exposedFamilies({ preset: 'minimal', deny: [] })
    const lines = (await scrape()).split('\n').filter((line) => line.includes('certificate_id='))
    expect(lines.length / 600).toBeLessThanOrEqual(10)
    const statuses = lines.filter((line) => line.startsWith('cloudflare_cert_status{'))
    expect(statuses).toHaveLength(600)
    expect(statuses.every((line) => line.includes('status="active"') && line.endsWith(' 1'))).toBe(true)
  })

  test('the family without which an alert would fire for ever stays', () => {
    const { isExposed } = exposedFamilies({ preset: 'minimal', deny: ['*'] })
    expect(isExposed('cloudflare_cert_exporter_build_info')).toBe(true)
    expect(isExposed('cloudflare_cert_expiry_timestamp_seconds')).toBe(false)
  })
})

describe('an edition that is recent enough', () => {
  test('is served again, and nothing is written for it but the families that are not about zones', async () => {
    await scrape()
    taken = 0
    isRecent = () => true
    const before = await scrape()
    shown = zones.map((each) => ({ ...each }))
    expect(await scrape()).toBe(before)
    expect(taken).toBe(0)
    isRecent = () => false
    await scrape()
    expect(taken).toBe(1)
  })
})
