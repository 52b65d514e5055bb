import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { minimal, render, workloadOf } from '../deploy/chart.ts'
import { exportedMetrics } from '../deploy/exported-metrics.ts'
import { describeWithTools } from '../support/tools.ts'
import { oldPath, oldText } from './fixtures.ts'

const run = promisify(execFile)

test('every metric that the old rules name still exists', () => {
  const text = oldText('rules.yaml').replaceAll(/^ *#.*$/gm, '')
  const records = [...text.matchAll(/record: (\S+)/g)].map(([, name = '']) => name)
  const known = new Set([...exportedMetrics, ...records])
  const named = text.match(/\bcloudflare_[a-z0-9_:]+/g) ?? []
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

describeWithTools(['promtool'], 'the old rules in promtool', () => {
  test('are valid', async () => {
    const { stdout } = await run('promtool', ['check', 'rules', oldPath('rules.yaml')])
    expect(stdout).toContain('SUCCESS')
  })
})

describeWithTools(['helm'], 'the whole of the old values.yaml', () => {
  test('renders, and makes the objects that the new values make', async () => {
    const manifests = await render({ ...parse(oldText('values.yaml')), ...minimal })
    const fresh = await render(minimal)
    expect(manifests.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(
      fresh.map(({ kind, metadata }) => [kind, metadata.name]),
    )
    expect(workloadOf(manifests).kind).toBe('Deployment')
  })
})
