import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Finding } from '../problems.ts'
import { besideFile } from '../values/relative-path.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { tlsText } from './check.ts'

interface JudgedFile {
  readonly file: string
  /** The place of a warning about the file. */
  readonly path: Path
  readonly isSecret: boolean
}

/** Warns about files that others on this machine can change, and about keys that they can read. */
export async function modeWarnings(tree: Tree, configuration: string): Promise<readonly Finding[]> {
  const own = { file: configuration, path: [], isSecret: tlsText(tree, 'key') !== undefined }
  const named = ['cert_file', 'key_file', 'client_ca_file'].flatMap((key): JudgedFile[] => {
    const file = tlsText(tree, key)
    const path = ['tls_server_config', key]
    return file === undefined ? [] : [{ file: besideFile(file, configuration), path, isSecret: key === 'key_file' }]
  })
  const warnings = await Promise.all([own, ...named].map(warningsOf))
  return warnings.flat()
}

async function warningsOf({ file, path, isSecret }: JudgedFile): Promise<readonly Finding[]> {
  const stats = await stat(file).catch(() => undefined)
  if (!stats?.isFile()) return []
  const whose = isSecret ? readersOf(stats) : undefined
  return [
    ...(whose === undefined
      ? []
      : [
          {
            path,
            text: `the private key in ${file} can be read by ${whose} (mode ${modeOf(stats)}): expected mode 0600`,
          },
        ]),
    ...((stats.mode & 0o002) === 0
      ? []
      : [{ path, text: `${file} can be written by everybody (mode ${modeOf(stats)}): expected mode 0644 or less` }]),
  ]
}

/** Says who besides the owner can read the file. root gives a file to a service by its group, for example in Kubernetes. */
function readersOf({ mode, uid }: Stats): string | undefined {
  if ((mode & 0o004) !== 0) return 'everybody'
  return (mode & 0o040) !== 0 && uid !== 0 ? 'its group' : undefined
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}
