import { readFileSync } from 'node:fs'

const dockerfile = readFileSync(new URL('../../../Dockerfile', import.meta.url), 'utf8')

/** The flags for Node.js that stand before the program in the image's entrypoint. */
export const nodeFlags: readonly string[] = readEntrypoint()

/** What the image sets in the environment and a process's cost depends on. */
export const environment: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  ...Object.fromEntries([...dockerfile.matchAll(/^\s+(MALLOC_\w+)=(\w+)/gm)].map(([, name, value]) => [name, value])),
}

function readEntrypoint(): readonly string[] {
  const [, list = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? []
  const words: unknown = JSON.parse(list)
  const flags = Array.isArray(words) ? words.map(String).filter((word) => word.startsWith('--')) : []
  if (flags.length === 0) throw new Error('the Dockerfile has no entrypoint with flags')
  return flags
}
