import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeWebConfig } from '../../../src/config/web-config/judge.ts'
import { readWebConfig } from '../../../src/config/web-config/read.ts'
import { countCpuSeconds } from '../../support/cpu.ts'
import { hostileTexts, numbered } from '../../support/hostile-texts.ts'
import { sampleOf } from '../../support/sample.ts'

const largest = 1024 * 1024 - 100
const mostSeconds = 0.05

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-web-'))
  // The first reading loads what later ones find.
  await readWebConfig(await file('x: 1\n'))
  await readWebConfig(await file(`# ${'x'.repeat(10_000)}\n`))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, 'web.yaml')
  await writeFile(path, text)
  return path
}

const costly = ['400,000 keys in lines', '40,000 times the same key', 'entries with unknown keys', 'empty lines']
const texts = hostileTexts.filter(([name]) => costly.includes(name))
test.each(sampleOf('hostileTexts', 'hostile texts', texts, 1))(
  '%s: a web configuration holds up the thread that answers for less than 50 ms in all',
  async (_, text) => {
    const path = await file(text().slice(0, largest))
    const spent = countCpuSeconds()
    const result = await readWebConfig(path)
    expect(spent()).toBeLessThan(mostSeconds)
    expect(result.ok).toBe(false)
    expect(!result.ok && result.problems.length).toBeLessThanOrEqual(1_001)
  },
)

test('a long one is judged in a thread of its own as it is at once', async () => {
  const hash = `$2y$10$${'a'.repeat(53)}`
  const path = await file(`basic_auth_users:\n${numbered(500, (i) => `  user${i}: ${hash}\n`)}`)
  const result = await readWebConfig(path)
  expect(result.ok && result.webConfig.users.size).toBe(500)
  expect(result).toEqual(await judgeWebConfig(path))
})
