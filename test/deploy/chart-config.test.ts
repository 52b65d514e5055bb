import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { formatProblem, parseConfig } from '../../src/config/load.ts'
import { describeWithTools } from '../support/tools.ts'
import { containerOf, type Manifest, only, render } from './chart.ts'
import { scenarios, valuesOf } from './chart-scenarios.ts'
import { isHook } from './immutable-fields.ts'

const path = '/etc/cloudflare-cert-exporter/config.yaml'
const withConfig = z.looseObject({ data: z.object({ 'config.yaml': z.string() }) })

/** What the program says of the configuration that it finds in the pod. */
function problemsIn(manifests: readonly Manifest[]): readonly string[] {
  // The dashboard is in another one, and the hook that validates it has a copy.
  const configured = manifests.filter((manifest) => withConfig.safeParse(manifest).success && !isHook(manifest))
  const text = withConfig.parse(only(configured, 'ConfigMap')).data['config.yaml']
  const { args, env } = containerOf(manifests)
  expect(args).toContain(`--config=${path}`)
  const environment = Object.fromEntries(env.map(({ name, value = 'exporter-0' }) => [name, value]))
  const result = parseConfig(text, { path, env: environment })
  return result.ok ? [] : result.problems.map(formatProblem)
}

const own = Object.keys(scenarios).filter(
  (name) => !['a ConfigMap of their own', 'objects of their own'].includes(name),
)

describeWithTools(['helm'], 'the program takes the configuration that the chart writes', () => {
  test.each(own)('%s', async (name) => {
    expect(problemsIn(await render(valuesOf(name)))).toEqual([])
  })
})

test('the program takes the configuration of the plain manifests', () => {
  const text = readFileSync('deploy/kubernetes/config.yaml', 'utf8')
  expect(parseConfig(text, { path, env: { CLOUDFLARE_API_TOKEN_FILE: 'token' } })).toMatchObject({ ok: true })
})
