import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Made } from './pki.ts'

export interface Verified {
  readonly leaf: Made
  readonly uploaded: readonly Made[]
  readonly file: readonly Made[]
  readonly partialChain: boolean
}

/** The second opinion: the real `openssl verify`, in a directory of its own. */
export class OpenSslVerify {
  readonly #directory = mkdtempSync(join(tmpdir(), 'trust-'))
  #files = 0

  remove(): void {
    rmSync(this.#directory, { recursive: true })
  }

  /** Whether it accepts the leaf as a TLS client's certificate at each of these moments. */
  async accepts(row: Verified, moments: readonly number[]): Promise<readonly boolean[]> {
    const [leaf, untrusted, ca] = [[row.leaf], row.uploaded, row.file].map((list) => this.#write(list))
    const files = ['-CAfile', `${ca}`, ...(row.uploaded.length > 0 ? ['-untrusted', `${untrusted}`] : [])]
    const flags = [
      '-purpose',
      'sslclient',
      '-no-CApath',
      '-no-CAstore',
      ...(row.partialChain ? ['-partial_chain'] : []),
    ]
    const verify = (moment: number) =>
      new Promise<boolean>((resolve, reject) => {
        execFile('openssl', ['verify', ...flags, '-attime', `${moment}`, ...files, `${leaf}`], (error, _, stderr) => {
          // What it cannot even read would be a mistake of the test.
          if (/^Could not|^Unable to load|Error loading|^verify: /m.test(stderr)) reject(new Error(stderr))
          else resolve(error === null)
        })
      })
    return Promise.all(moments.map(verify))
  }

  #write(certificates: readonly Made[]): string {
    const path = join(this.#directory, `${this.#files++}.pem`)
    writeFileSync(path, certificates.map(({ pem }) => pem).join(''))
    return path
  }
}
