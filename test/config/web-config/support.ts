import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { formatProblem } from '../../../src/config/problems.ts'
import { readWebConfig } from '../../../src/config/web-config/read.ts'
import { makeAuthority } from '../../support/authority.ts'

/** Of cost 4, to be quick; of `secret`. */
export const hash = '$2y$04$A5kjIc2Adj2L4uOV6nHk4ONeyHBoMGnmgZuTY7vTnLVEnSwHGn3Nm'

export interface WebFolder {
  readonly path: string
  write(name: string, content: string): Promise<void>
  /** What comes of a web configuration with this text: its problems and warnings as a user sees them, without the folder. */
  read(text: string): Promise<{ readonly problems: readonly string[]; readonly warnings: readonly string[] }>
}

/** A folder with `server.crt`, `server.key`, `chain.crt` of both, `other.key`, `ca.crt`, `intermediate.crt` and `cas.crt` of both, for all tests of a file. */
export function useWebFolder(): WebFolder {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'web-config-test-'))
    const ca = await makeAuthority('ca')
    const server = await ca.issue('localhost', { sans: [{ type: 'dns', value: 'localhost' }] })
    const other = await ca.issue('other')
    const intermediate = await ca.intermediate('intermediate')
    const files = {
      'server.crt': server.cert,
      'server.key': server.key,
      'other.key': other.key,
      'ca.crt': ca.cert,
      'intermediate.crt': intermediate.cert,
      'cas.crt': `${intermediate.cert}${ca.cert}`,
      'chain.crt': `${server.cert}some words\n${ca.cert}`,
    }
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })))
  })
  afterAll(() => rm(folder, { recursive: true }))
  return {
    get path() {
      return folder
    },
    write: (name, content) => writeFile(join(folder, name), content, { mode: 0o600 }),
    async read(text) {
      await writeFile(join(folder, 'web.yml'), text, { mode: 0o600 })
      const result = await readWebConfig(join(folder, 'web.yml'))
      const shown = (it: Parameters<typeof formatProblem>[0]) => formatProblem(it).replaceAll(`${folder}/`, '')
      return result.ok
        ? { problems: [], warnings: result.warnings.map(shown) }
        : { problems: result.problems.map(shown), warnings: [] }
    },
  }
}
