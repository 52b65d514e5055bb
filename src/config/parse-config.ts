import { createHash } from 'node:crypto'
import { crossFieldFindings } from './checks/cross-field.ts'
import { stateFinding } from './checks/state-path.ts'
import { watcherPaths } from './checks/watchers.ts'
import type { Config, Environment } from './model.ts'
import { type Finding, inOrder, type Problem, toProblem } from './problems.ts'
import { resolveConfig } from './resolve.ts'
import { configurationSchema } from './schema/configuration.ts'
import { schemaFindings } from './schema/problems.ts'
import { trustFilesOf } from './trust-file-paths.ts'
import { readYaml, type YamlFile } from './yaml/read-yaml.ts'
import { isMap } from './yaml/tree.ts'
import { mostEntries, tooManyEntries } from './yaml/yaml-limits.ts'

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface ConfigSource {
  /** The file as the user named it. Relative paths in the file are relative to its folder. */
  readonly path: string
  readonly env: Environment
}

export const startHere = 'copy config/config.example.yaml'

/** Returns the configuration, or all problems in the order of the file. */
export function parseConfig(text: string, source: ConfigSource): ConfigResult {
  const { path, env } = source
  const yaml = readYaml(text)
  const findings = [...yaml.findings, ...contentFindings(yaml, source)]
  if (findings.length > 0) {
    return { ok: false, problems: inOrder(findings, path, yaml.locate) }
  }
  const { state, ...config } = resolveConfig(configurationSchema.parse(yaml.tree), path, env)
  const { text: _, ...place } = toProblem(path, stateFinding(yaml.tree, ''), yaml.locate)
  const trustFiles = trustFilesOf(yaml.tree, path, yaml.locate)
  return { ok: true, config: { ...config, trustFiles, state: { ...state, place }, ...hashesOf(text) } }
}

/** The hash has as many bits as a number holds exactly and a metric can carry. */
function hashesOf(text: string): Pick<Config, 'hash' | 'digest'> {
  const digest = createHash('sha256').update(text).digest()
  return { hash: digest.readUIntBE(0, 6), digest: digest.toString('hex') }
}

function contentFindings({ tree, locate }: YamlFile, source: ConfigSource): readonly Finding[] {
  // Undefined if the file cannot be read as YAML at all.
  if (tree === undefined) return []
  if (tree === null) return [{ path: [], text: `the file is empty: ${startHere} to begin with one` }]
  if (!isMap(tree)) {
    return [{ path: [], text: `found no map at the top level: expected keys such as certificates:, ${startHere}` }]
  }
  if (watcherPaths(tree).length > mostEntries) return [{ path: [], text: tooManyEntries }]
  return [...schemaFindings(tree), ...crossFieldFindings(tree, source, locate)]
}

/** Works like `parseConfig`, for the content of a file. */
export function parseBytes(content: Uint8Array, source: ConfigSource): ConfigResult {
  return parseDecoded(decoded(content), source)
}

export function parseDecoded(text: string | undefined, source: ConfigSource): ConfigResult {
  if (text !== undefined) return parseConfig(text, source)
  return unreadable(source.path, `is not UTF-8: expected YAML in UTF-8, ${startHere} to begin with one`)
}

/** @returns undefined where it is not UTF-8 */
export function decoded(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

/** @param text continues "the file …" */
export function unreadable(path: string, text: string): ConfigResult {
  const locate = () => ({ line: 1, column: 1 })
  return { ok: false, problems: [toProblem(path, { path: [], text: `the file ${text}` }, locate)] }
}
