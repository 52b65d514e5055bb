import { parseConfig } from '../../src/config/load.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { type Figure, figure, tell } from './figure.ts'

/** Processor time until a hostile configuration is judged; the first one pays for the compiler, too. */
export async function benchHostileConfiguration(): Promise<readonly Figure[]> {
  tell('configuration: hostile ones of up to 8 MB')
  return hostileTexts.map(([what, text]) => {
    const content = text()
    const before = process.threadCpuUsage()
    parseConfig(content, { path: 'config.yaml', env: {} })
    const { user, system } = process.threadCpuUsage(before)
    return figure({
      what: `judged: ${what}`,
      ours: (user + system) / 1e6,
      unit: 's of CPU',
      target: { of: 'ours', atMost: 2 },
    })
  })
}
