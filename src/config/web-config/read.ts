import { stat } from 'node:fs/promises'
import { judgeWebConfig, unreadable, type WebConfigResult } from './judge.ts'
import { judgeWebConfigInWorker, tlsFilesInWorker } from './judge-in-worker.ts'
import { type TlsFile, tlsFiles } from './tls-files.ts'

export type { WebConfigResult } from './judge.ts'

/** A file up to this size is checked in less than a twentieth of a second. A longer one would hold up everything else. */
const longestAtOnce = 8 * 1024
const longestFilesAtOnce = 64 * 1024

/**
 * Reads and checks the web configuration and every file that it names. It does not throw for any mistake of a user.
 * @param path paths in the file are relative to its folder
 */
export async function readWebConfig(path: string): Promise<WebConfigResult> {
  if (!(await isLong(path))) return judgeWebConfig(path)
  const result = await judgeWebConfigInWorker(path)
  return typeof result === 'string' ? unreadable(path, `the file ${result}`) : result
}

/** The files that it names; none where it cannot be read, which `readWebConfig` reports. */
export async function readTlsFiles(path: string): Promise<readonly TlsFile[]> {
  return (await lengthOf(path)) > longestAtOnce ? tlsFilesInWorker(path) : tlsFiles(path)
}

async function isLong(path: string): Promise<boolean> {
  if ((await lengthOf(path)) > longestAtOnce) return true
  const lengths = await Promise.all((await tlsFiles(path)).map(({ file }) => lengthOf(file)))
  return lengths.reduce((sum, length) => sum + length, 0) > longestFilesAtOnce
}

/** In bytes. 0 if there is no file. */
async function lengthOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}
