import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rulesWithoutTexts } from '../../judgement/support/promtool.ts'
import { recordings } from './promises.ts'

const execute = promisify(execFile)

/** The metrics that the shipped rules read, and the severities that they are compared with. */
export async function metricsOfRules(): Promise<ReadonlySet<string>> {
  const rules = await rulesWithoutTexts()
  return new Set([
    ...(rules.match(/cloudflare_cert_\w+/g) ?? []),
    'cloudflare_cert_severity',
    'cloudflare_cert_hostname_severity',
  ])
}

/**
 * Evaluates the shipped rules over these windows.
 * @param rules the path of others
 * @returns what promtool complains of; undefined if it is content
 */
export async function complaintOfRules(tests: readonly object[], rules?: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
  try {
    await writeFile(join(folder, 'rules.yaml'), await rulesWithoutTexts(rules))
    await writeFile(
      join(folder, 'recordings.yaml'),
      JSON.stringify({ groups: [{ name: 'simulation', rules: recordings }] }),
    )
    await writeFile(
      join(folder, 'test.yaml'),
      JSON.stringify({ rule_files: ['rules.yaml', 'recordings.yaml'], evaluation_interval: '60s', tests }),
    )
    await execute('promtool', ['test', 'rules', 'test.yaml'], { cwd: folder, maxBuffer: 2 ** 26 })
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return 'stderr' in error ? String(error.stderr) : error.message
  } finally {
    await rm(folder, { recursive: true })
  }
}
