import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { describeWithTools } from '../support/tools.ts'
import { minimal, render, workloadOf } from './chart.ts'

// The chart as one of several in a chart of somebody else.

const name = 'cloudflare-cert-exporter'

describe.each(['helm', 'helm4'])('with %s', (helm) => {
  let umbrella: string
  beforeAll(() => {
    umbrella = mkdtempSync(join(tmpdir(), 'exporter-umbrella-'))
    cpSync('deploy/chart', join(umbrella, 'charts', name), { recursive: true })
  })
  afterAll(() => rmSync(umbrella, { recursive: true }))

  function dependOnIt(more: object): void {
    const dependencies = [{ name, version: '*', ...more }]
    writeFileSync(
      join(umbrella, 'Chart.yaml'),
      stringify({ apiVersion: 'v2', name: 'all', version: '1.0.0', dependencies }),
    )
  }

  describeWithTools([helm], 'an umbrella chart', () => {
    const global = { domain: 'example.com', imagePullSecrets: ['pull'] }

    test.each([
      { key: name, more: { condition: `${name}.enabled` } },
      { key: 'watch', more: { alias: 'watch', condition: 'watch.enabled' } },
    ])('switches it on and off by its condition: $key', async ({ key, more }) => {
      dependOnIt(more)
      const values = (enabled: boolean) => ({ global, [key]: { ...minimal, enabled } })
      const on = await render(values(true), { helm, chart: umbrella })
      expect(workloadOf(on).spec.template.spec['imagePullSecrets']).toEqual([{ name: 'pull' }])
      expect(await render(values(false), { helm, chart: umbrella })).toEqual([])
    })

    test('needs no condition', async () => {
      dependOnIt({})
      const made = await render({ global, [name]: minimal }, { helm, chart: umbrella })
      expect(workloadOf(made).kind).toBe('Deployment')
    })
  })
})
