import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleOf } from '../support/sample.ts'
import { describeWithTools } from '../support/tools.ts'
import { minimal, refusal, render, type Values } from './chart.ts'
import { scenarios, valuesOf } from './chart-scenarios.ts'

// The other tests run Helm 3. What Helm 4 makes of the chart has to be the same.

const run = promisify(execFile)
const helm4 = { helm: 'helm4' }

describeWithTools(['helm', 'helm4'], 'Helm 4', () => {
  test.each(sampleOf('chart', 'sets of values', Object.keys(scenarios), 6))('makes the same: %s', async (name) => {
    expect(await render(valuesOf(name), helm4)).toEqual(await render(valuesOf(name)))
  })

  test.each<readonly [string, Values]>([
    ['the schema', { replicaCount: 2 }],
    ["the configuration's schema", { config: { schedule: '99 * * * *' } }],
    ['the checks', { sharding: { total: 2 }, replicas: 2 }],
  ])('refuses in the same words what breaks %s', async (_, values) => {
    expect(await refusal({ ...minimal, ...values }, helm4)).toBe(await refusal({ ...minimal, ...values }))
  })
})

describe.each(['helm', 'helm4'])('%s', (helm) => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'exporter-package-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  describeWithTools([helm], 'with the chart', () => {
    test('finds nothing in it, not even a thing to recommend', async () => {
      const { stdout } = await run(helm, ['lint', '--strict', 'deploy/chart'])
      expect(stdout).not.toMatch(/\[(INFO|WARNING|ERROR)\]/)
    })

    test('packs it, and installs the package as the folder', async () => {
      await run(helm, ['package', 'deploy/chart', '--destination', folder])
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
      const chart = join(folder, `cloudflare-cert-exporter-${version}.tgz`)
      const name = 'a PodMonitor, the alerts'
      expect(await render(valuesOf(name), { helm, chart })).toEqual(await render(valuesOf(name), { helm }))
    })
  })
})
