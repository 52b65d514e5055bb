import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { parseConfig } from '../../src/config/parse-config.ts'
import { configurationSchema } from '../../src/config/schema/configuration.ts'

const ourKeys = new Set(Object.keys(configurationSchema.shape))
/** These are the first lines of a configuration, which watches nothing yet. */
const watchesNothing = /nothing to watch/

interface Block {
  readonly place: string
  readonly text: string
}

/** Every block of YAML in the documentation whose keys are those of the configuration. Blocks of other programs have other keys. */
function configurations(): readonly Block[] {
  const files = ['README.md', 'deploy/chart/README.md', ...globSync('docs/**/*.md')].toSorted()
  return files.flatMap((file) => {
    const content = readFileSync(file, 'utf8')
    const blocks = content.matchAll(/^( *)```ya?ml\n([\s\S]*?)^ *```/gm)
    return [...blocks].flatMap(({ index, 1: indent = '', 2: body = '' }) => {
      const text = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
      const line = content.slice(0, index).split('\n').length
      return isConfiguration(text) ? [{ place: `${file}:${line}`, text }] : []
    })
  })
}

function isConfiguration(text: string): boolean {
  const [document, ...others] = parseAllDocuments(text)
  if (document === undefined || others.length > 0 || !('contents' in document)) return false
  const value: unknown = document.toJS()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => ourKeys.has(key))
}

const found = configurations()

test('the documentation shows every list of the configuration', () => {
  const texts = found.map(({ text }) => text).join('\n')
  for (const list of ['certificates', 'hostnames', 'zones', 'discover_zones', 'accounts', 'bundles', 'by_kind'])
    expect(texts, list).toMatch(new RegExp(`\\b${list}:`))
})

test.each(found)('$place is a valid configuration', ({ text }) => {
  const result = parseConfig(text, {
    path: 'config.yaml',
    env: { CLOUDFLARE_API_TOKEN: 'made-up-made-up-made-up-made-up-made-up' },
  })
  const problems = result.ok ? [] : result.problems.map((problem) => problem.text)
  expect(problems.filter((problem) => !watchesNothing.test(problem))).toEqual([])
})
