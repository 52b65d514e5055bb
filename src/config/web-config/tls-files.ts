import { readLimited } from '../../files/read-limited.ts'
import { besideFile } from '../values/relative-path.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { tlsText } from './check.ts'

export interface TlsFile {
  readonly key: 'cert_file' | 'key_file' | 'client_ca_file'
  readonly file: string
}

const keys = ['cert_file', 'key_file', 'client_ca_file'] as const
const largestFile = 1024 * 1024

/** The files that a web configuration names. Empty if it cannot be read, which other checks report. */
export async function tlsFiles(path: string): Promise<readonly TlsFile[]> {
  const file = await readLimited(path, largestFile)
  if (!file.ok) return []
  const { tree } = readYaml(file.content.toString())
  return keys.flatMap((key) => {
    const named = tlsText(tree, key)
    return named === undefined ? [] : [{ key, file: besideFile(named, path) }]
  })
}
