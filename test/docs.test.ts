import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { referencePages } from '../docs/generators/reference/pages.ts'
import { webConfigSchema } from '../src/config/web-config/schema.ts'
import { exportedMetrics } from './deploy/exported-metrics.ts'

const readme = readFileSync('README.md', 'utf8')

test.each([...(await referencePages())])('%s is what `npm run reference` writes', (path, text) => {
  expect(readFileSync(path, 'utf8') === text, `run npm run reference: ${path} has changed`).toBe(true)
})

test('the metrics of the reference are those of the code, in both directions', () => {
  const page = readFileSync('docs/reference/metrics.md', 'utf8')
  const named = [...page.matchAll(/^\| `(cloudflare_\w+)`/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(exportedMetrics.filter((name) => name.startsWith('cloudflare_')).sort())
})

test('every alert of the reference has a runbook, and every runbook of an alert is named', () => {
  const page = readFileSync('docs/reference/alerts.md', 'utf8')
  const named = new Set([...page.matchAll(/^\| \[`(\w+)`\]/gm)].map(([, name]) => `docs/runbooks/${name}.md`))
  expect([...named].sort()).toEqual(globSync('docs/runbooks/Cloudflare*.md').sort())
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

test('README has 130 lines at most', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(131)
})

test('every page of docs is in its table of contents', () => {
  const contents = readFileSync('docs/README.md', 'utf8')
  const pages = globSync('docs/{*,reference/*}.md').map((path) => path.slice('docs/'.length))
  expect(pages.filter((page) => page !== 'README.md' && !contents.includes(`](${page}`))).toEqual([])
})

const documents = ['README.md', 'CONTRIBUTING.md', 'deploy/chart/README.md', ...globSync('docs/**/*.md')]

test('every file that a document links to is there, with the heading that it names', () => {
  for (const document of documents) {
    const folder = new URL(`../${document}`, import.meta.url)
    for (const [, path = '', anchor] of readFileSync(folder, 'utf8').matchAll(
      /\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g,
    )) {
      const target = path === '' ? folder : new URL(path, folder)
      expect(existsSync(target), `${document} links to ${path}`).toBe(true)
      if (anchor !== undefined)
        expect(anchorsIn(readFileSync(target, 'utf8')), `${document} links into ${path}`).toContain(anchor)
    }
  }
})

/** The anchors that GitHub gives the headings of a page. */
function anchorsIn(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
