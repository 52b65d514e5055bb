import { readLimited } from '../../files/read-limited.ts'
import { type Finding, inOrder, type Problem, toProblem } from '../problems.ts'
import { differencesFrom } from '../schema/problems.ts'
import { readYaml, type YamlFile } from '../yaml/read-yaml.ts'
import { isMap, type Path } from '../yaml/tree.ts'
import { readCertificates } from './certificates.ts'
import { webConfigFindings } from './check.ts'
import { modeWarnings } from './file-modes.ts'
import type { WebConfig } from './model.ts'
import { resolveWebConfig } from './resolve.ts'
import { webConfigSchema } from './schema.ts'
import { webConfigWarnings } from './warnings.ts'

export type WebConfigResult =
  | {
      readonly ok: true
      readonly webConfig: WebConfig
      /** Settings that are accepted and do not do what they say. */
      readonly warnings: readonly Problem[]
      /** Whether the file is empty. An empty file is valid, but a file that is just being written looks the same. */
      readonly isEmpty: boolean
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const largestFile = 1024 * 1024

/** Does the work of `readWebConfig` in the calling thread. */
export async function judgeWebConfig(path: string): Promise<WebConfigResult> {
  const file = await readLimited(path, largestFile)
  if (!file.ok) return unreadable(path, `the file ${file.detail}: expected a web configuration in YAML`)
  const yaml = readYaml(file.content.toString())
  const certificates = await readCertificates(yaml.tree, path)
  const problems = [...yaml.findings, ...contentFindings(yaml), ...certificates.findings]
  if (problems.length > 0) return { ok: false, problems: inOrder(problems, path, yaml.locate) }
  const tree = yaml.tree ?? {}
  const warnings = [...webConfigWarnings(tree), ...certificates.warnings, ...(await modeWarnings(tree, path))]
  return {
    ok: true,
    webConfig: resolveWebConfig(tree, certificates),
    warnings: inOrder(warnings, path, yaml.locate),
    isEmpty: yaml.tree === null,
  }
}

function contentFindings({ tree }: YamlFile): readonly Finding[] {
  // Undefined if the file cannot be read as YAML at all. Null for an empty file, which the toolkit accepts too.
  if (tree === undefined || tree === null) return []
  if (isMap(tree)) return [...differencesFrom(webConfigSchema, tree, isSecret), ...webConfigFindings(tree)]
  return [{ path: [], text: 'found no map at the top level: expected keys such as tls_server_config:' }]
}

function isSecret([section, key]: Path): boolean {
  return section === 'basic_auth_users' || (section === 'tls_server_config' && key === 'key')
}

/** @param text the whole file */
export function unreadable(path: string, text: string): WebConfigResult {
  return { ok: false, problems: [toProblem(path, { path: [], text }, () => ({ line: 1, column: 1 }))] }
}
