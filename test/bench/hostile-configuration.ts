import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, parseConfig } from '../../src/config/load.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { type Figure, figure, tell } from './figure.ts'

/** Those whose text is longest, or whose problems are most. */
const costlyForTheMainThread = ['one line', 'entries with unknown keys', 'entries that are none', 'white space']

/** Processor time until a hostile configuration is judged, and how much of it the main thread pays. */
export async function benchHostileConfiguration(): Promise<readonly Figure[]> {
  tell('configuration: hostile ones of up to 8 MB')
  const source = { path: 'config.yaml', env: {} }
  const judged: Figure[] = []
  for (const [what, text] of hostileTexts) {
    const content = text()
    // The first one pays for the compiler, too.
    const ours = await secondsOf(async () => parseConfig(content, source))
    judged.push(figure({ what: `judged: ${what}`, ours, unit: 's of CPU', target: { of: 'ours', atMost: 2 } }))
  }
  return [...judged, await benchMainThread()]
}

/** The most that the main thread pays while another thread judges. */
async function benchMainThread(): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-bench-'))
  const path = join(folder, 'config.yaml')
  const seconds: number[] = []
  for (const [what, text] of hostileTexts) {
    if (!costlyForTheMainThread.includes(what)) continue
    await writeFile(path, text())
    seconds.push(await secondsOf(() => loadConfig({ path, env: {} })))
  }
  await rm(folder, { recursive: true })
  const what = 'main thread while a hostile configuration is judged'
  return figure({ what, ours: Math.max(...seconds), unit: 's of CPU', target: { of: 'ours', atMost: 0.05 } })
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}
