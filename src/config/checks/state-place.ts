import type { Stats } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import type { Clock } from '../../clock.ts'
import { fileKind } from '../../files/file-kind.ts'
import type { Config } from '../model.ts'
import type { Problem } from '../problems.ts'
import { secretFiles } from '../secrets/credentials.ts'
import { readTlsFiles } from '../web-config/read.ts'
import { sameFileText } from './state-path.ts'

/** The disk may hang. The path is checked again when the state is read and before each write. */
const longestLookSeconds = 0.5

/**
 * Checks what the state's path leads to, because the daemon would write over it.
 * @returns what is wrong; undefined if nothing is, or if the disk does not answer in time
 */
export async function stateProblem(config: Config, clock: Clock): Promise<Problem | undefined> {
  const { path, place } = config.state
  if (path === undefined) return undefined
  const named = await namedFiles(config)
  const inTime = new AbortController()
  const late = clock.sleep(longestLookSeconds, inTime.signal).catch(() => undefined)
  const fault = await Promise.race([faultAt(path, named), late.then(() => undefined)])
  inTime.abort()
  return fault === undefined ? undefined : { ...place, text: fault }
}

async function faultAt(path: string, named: readonly NamedFile[]): Promise<string | undefined> {
  // If the file does not exist or may not be examined, the first write reports the problem.
  const entry = await lstat(path).catch(() => undefined)
  if (!entry) return undefined
  if (entry.isDirectory()) return `it is a directory: expected the path of a file in it, such as state.json`
  if (!entry.isFile()) return `it is ${fileKind(entry)}: expected the path of a regular file, or of none yet`
  for (const { file, what } of named)
    if (isSame(await stat(file).catch(() => undefined), entry)) return sameFileText(what)
  return undefined
}

/** Finds the same file under another name, by a link or through another folder. */
function isSame(other: Stats | undefined, { dev, ino }: Stats): boolean {
  return other?.dev === dev && other.ino === ino
}

interface NamedFile {
  readonly file: string
  readonly what: string
}

async function namedFiles({ path, credentials, server }: Config): Promise<readonly NamedFile[]> {
  const { webConfigFile } = server
  const secrets = secretFiles(credentials).map((file) => ({ file, what: 'a secret of credentials' }))
  const web = webConfigFile === undefined ? [] : [{ file: webConfigFile, what: 'server.web_config_file' }]
  const tls = webConfigFile === undefined ? [] : await readTlsFiles(webConfigFile)
  return [
    { file: path, what: 'the configuration' },
    ...secrets,
    ...web,
    ...tls.map(({ file, key }) => ({ file, what: `${key} of server.web_config_file` })),
  ]
}
