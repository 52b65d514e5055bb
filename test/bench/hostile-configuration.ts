import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, parseConfig } from '../../src/config/load.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { type Figure, figure, tell } from './figure.ts'

/** Processor time until a hostile configuration is judged, and how much of it the main thread pays. */
export async function benchHostileConfiguration(): Promise<readonly Figure[]> {
  tell('configuration: hostile ones of up to 8 MB')
  const folder = await mkdtemp(join(tmpdir(), 'exporter-bench-'))
  const path = join(folder, 'config.yaml')
  const figures: Figure[] = []
  for (const [what, text] of hostileTexts) {
    const content = text()
    await writeFile(path, content)
    figures.push(
      figure({
        what: `judged: ${what}`,
        // The first one pays for the compiler, too.
        ours: await secondsOf(async () => parseConfig(content, { path, env: {} })),
        unit: 's of CPU',
        target: { of: 'ours', atMost: 2 },
      }),
      figure({
        what: `main thread meanwhile: ${what}`,
        ours: await secondsOf(() => loadConfig({ path, env: {} })),
        unit: 's of CPU',
        target: { of: 'ours', atMost: 0.05 },
      }),
    )
  }
  await rm(folder, { recursive: true })
  return figures
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}
