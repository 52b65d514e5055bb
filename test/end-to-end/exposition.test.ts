import { spawnSync } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { certificateMetricNames } from '../../src/exposition/certificate-families.ts'
import { daemonMetricNames } from '../../src/exposition/daemon-families.ts'
import { useExporter } from '../support/exporter.ts'
import { describeWithPythonModule, describeWithTools } from '../support/tools.ts'

const exporter = useExporter()

async function scrape(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { url } = exporter()
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeout: 20_000 })
  return (await fetch(`${url}/metrics`, { headers })).text()
}

const openMetrics = { accept: 'application/openmetrics-text;version=1.0.0' }

test('every family of the certificates and of the daemon is there, once', async () => {
  const text = await scrape()
  const families = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name)
  expect(families).toHaveLength(new Set(families).size)
  // Here is no state, no web configuration, no e-mail address with a key, and no CA file that origins trust.
  const absent = /exporter_(?:state_|web_|credential_refused)|_trust/
  const expected = [...certificateMetricNames, ...daemonMetricNames].filter((name) => !absent.test(name))
  for (const name of expected) expect(families).toContain(name)
})

test('no series is there twice', async () => {
  for (const text of [await scrape(), await scrape(openMetrics)]) {
    const series = text
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => line.slice(0, line.lastIndexOf(' ')))
    expect(series).toHaveLength(new Set(series).size)
  }
})

test('both formats have the same series, after each other and again', async () => {
  const shape = (text: string) =>
    text
      .split('\n')
      // There is no mean of a lag before the event loop has turned often enough.
      .filter((line) => line && !/^(?:#|nodejs_eventloop_lag_)/.test(line))
      .map((line) => line.slice(0, line.lastIndexOf(' ')).replaceAll(/"(\d+)\.0"/g, '"$1"'))
      .sort()
  const first = shape(await scrape())
  expect(shape(await scrape(openMetrics))).toEqual(first)
  expect(shape(await scrape())).toEqual(first)
})

describeWithTools(['promtool'], 'promtool', () => {
  test('check metrics complains of the wanted unit and of nothing else', async () => {
    const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(), encoding: 'utf8' })
    expect(`${stdout}${stderr}`.trim()).toBe('cloudflare_cert_expiry_days use base unit "seconds" instead of "days"')
  })
})

const strictParser = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print(sum(len(family.samples) for family in text_string_to_metric_families(sys.stdin.read())))
`

describeWithPythonModule('prometheus_client', 'the strict OpenMetrics parser of prometheus_client', (python) => {
  test('reads every sample', async () => {
    const text = await scrape(openMetrics)
    const { stdout, stderr } = spawnSync(python, ['-c', strictParser], { input: text, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(Number(stdout)).toBe(text.split('\n').filter((line) => line && !line.startsWith('#')).length)
  })
})
