import { digestOf } from '../files/digest.ts'
import { readLimited } from '../files/read-limited.ts'
import { type ConfigResult, type ConfigSource, parseBytes, startHere, unreadable } from './parse-config.ts'
import { parseInWorker } from './parse-in-worker.ts'

export { type ConfigResult, type ConfigSource, parseConfig } from './parse-config.ts'
export { formatProblem, type Problem } from './problems.ts'

/** Ten thousand entries with three labels each take a third of it. */
const largestFile = 8 * 1024 * 1024

/** A file up to this size is checked in less than a twentieth of a second. A longer one would hold up everything else. */
const longestAtOnce = 8 * 1024

/** Reads and checks the file. It does not throw for any mistake of a user. */
export async function loadConfig(source: ConfigSource): Promise<ConfigResult> {
  const file = await readLimited(source.path, largestFile)
  if (!file.ok)
    return unreadable(source.path, `${file.detail}: expected a configuration in YAML, ${startHere} to begin with one`)
  const digest = digestOf(file.content)
  const result = await parse(file.content, source)
  // That of the text is another one where the file begins with a byte order mark.
  return result.ok ? { ok: true, config: { ...result.config, digest } } : result
}

async function parse(content: Uint8Array, source: ConfigSource): Promise<ConfigResult> {
  if (content.length <= longestAtOnce) return parseBytes(content, source)
  const result = await parseInWorker(content, source)
  return typeof result === 'string' ? unreadable(source.path, result) : result
}
