import { readFileSync } from 'node:fs'

const dockerfile = readFileSync(new URL('../../../Dockerfile', import.meta.url), 'utf8')

/** The flags for Node.js that stand before the program in the image's entrypoint. */
export const nodeFlags: readonly string[] = readEntrypoint()

/** What the image sets in the environment and a process's cost depends on. */
export const environment = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '1' }

function readEntrypoint(): readonly string[] {
  const [, list = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? []
  const words: unknown = JSON.parse(list)
  const flags = Array.isArray(words) ? words.map(String).filter((word) => word.startsWith('--')) : []
  if (flags.length === 0) throw new Error('the Dockerfile has no entrypoint with flags')
  return flags
}
