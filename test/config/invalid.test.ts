import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { formatProblem, loadConfig } from '../../src/config/load.ts'

const folder = join(import.meta.dirname, 'invalid')
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

test('each fixture has an expectation, and each expectation a fixture', () => {
  const expectations = readdirSync(folder).filter((name) => name.endsWith('.expect.txt'))
  expect(expectations.map((name) => name.replace('.expect.txt', '.yaml'))).toEqual(fixtures)
  expect(fixtures.length).toBeGreaterThan(80)
})

test.each(fixtures)('%s', async (name) => {
  const path = join(folder, name)
  const result = await loadConfig({ path, env: {} })
  const printed = result.ok
    ? ['no problem']
    : result.problems.map((it) => formatProblem({ ...it, file: basename(it.file) }))
  expect(`${printed.join('\n')}\n`).toBe(readFileSync(path.replace(/yaml$/, 'expect.txt'), 'utf8'))
  expect(printed.join('\n')).not.toContain('hunter2')
})
