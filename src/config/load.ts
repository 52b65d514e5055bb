import { readLimited } from '../files/read-limited.ts'
import { parseAside } from './parse-aside.ts'
import { type ConfigResult, type ConfigSource, parseBytes, startHere, unreadable } from './parse-config.ts'

export { type ConfigResult, type ConfigSource, parseConfig } from './parse-config.ts'
export { formatProblem, type Problem } from './problems.ts'

/** Ten thousand entries with three labels each are a third of it. */
const largestFile = 8 * 1024 * 1024

/** As much is judged in less than a twentieth of a second. What is longer would hold up whatever else there is to do. */
const longestAtOnce = 8 * 1024

/** Reads and judges the file. Never throws for anything that a user can do. */
export async function loadConfig(source: ConfigSource): Promise<ConfigResult> {
  const file = await readLimited(source.path, largestFile)
  if (!file.ok)
    return unreadable(source.path, `${file.detail}: expected a configuration in YAML, ${startHere} to begin with one`)
  if (file.content.length <= longestAtOnce) return parseBytes(file.content, source)
  const result = await parseAside(file.content, source)
  return typeof result === 'string' ? unreadable(source.path, result) : result
}
