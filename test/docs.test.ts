import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { configurationJsonSchema } from '../src/config/schema/json-schema.ts'
import { webConfigSchema } from '../src/config/web-config/schema.ts'
import { SelfMetrics } from '../src/daemon/self-metrics.ts'
import { certificateMetricNames } from '../src/exposition/certificate-families.ts'
import { daemonMetricNames } from '../src/exposition/daemon-families.ts'
import { discoveryMetricNames } from '../src/exposition/discovery-families.ts'
import { zoneMetricNames } from '../src/exposition/zone-families.ts'
import { checkFailures } from '../src/inventory/check-failure.ts'

const readme = readFileSync('README.md', 'utf8')

/** The first column of the table under a heading whose header begins so. */
function firstColumn(header: string): string[] {
  const table = readme.slice(readme.indexOf(`| ${header} |`)).split('\n\n', 1)[0] ?? ''
  return [...table.matchAll(/^\| `(\w+)/gm)].map(([, cell = '']) => cell)
}

test("README's metrics are those of the code, in both directions", async () => {
  const own = (await new SelfMetrics().families())
    .map(({ name }) => name)
    .filter((name) => name.startsWith('cloudflare_'))
  expect(firstColumn('metric')).toEqual([
    ...certificateMetricNames,
    ...zoneMetricNames,
    ...discoveryMetricNames,
    ...daemonMetricNames,
    ...own,
  ])
})

test("README's reasons are those of the code", () => {
  expect(firstColumn('reason')).toEqual(Object.keys(checkFailures))
})

test("README's alerts are those of the rules", () => {
  const { groups }: { groups: { rules: { alert?: string }[] }[] } = parse(
    readFileSync('deploy/prometheus/rules.yaml', 'utf8'),
  )
  const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []))
  expect(firstColumn('alert')).toEqual([...new Set(alerts)])
})

test("README's configuration keys are those of the schema", () => {
  const { properties = {} } = configurationJsonSchema() as { properties?: Readonly<Record<string, unknown>> }
  expect(firstColumn('key').sort()).toEqual(Object.keys(properties).sort())
})

test('docs/web-configuration.md has every key of the web configuration', () => {
  const page = readFileSync('docs/web-configuration.md', 'utf8')
  const keys = keysOf(z.toJSONSchema(webConfigSchema))
  expect(keys.length).toBeGreaterThan(20)
  for (const key of keys) expect(page).toContain(key)
})

/** Every key at every depth of a JSON Schema, but for `burst` and `interval`, whose section is ignored as a whole. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf)
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema ? Object.keys(schema.properties ?? {}) : []
  const all = [...own, ...Object.values(schema).flatMap(keysOf)]
  return all.filter((key) => key !== 'burst' && key !== 'interval')
}

test('README begins with the two commands, and they are scripts of the package', () => {
  const [block = ''] = /```sh\n[\s\S]*?```/.exec(readme) ?? []
  expect(block).toMatch(/^```sh\nnpm ci && npm run demo .*\nnpm ci && npm test .*\n```$/)
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(scripts).toMatchObject({ demo: expect.any(String), test: expect.any(String) })
})

test('every file that a document links to is there', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'deploy/chart/README.md', ...globSync('docs/**/*.md')]) {
    const folder = new URL(`../${document}`, import.meta.url)
    for (const [, target = ''] of readFileSync(folder, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(new URL(target, folder)), `${document} links to ${target}`).toBe(true)
  }
})
