import { resolve } from 'node:path'
import type { Environment } from '../model.ts'
import type { Finding } from '../problems.ts'
import { environmentFinding } from '../secrets/credentials.ts'
import { bundleFilePaths, trustedByPaths } from '../trust-file-paths.ts'
import { besideFile } from '../values/relative-path.ts'
import { keysAt, type Path, type Tree, textAt } from '../yaml/tree.ts'

/** The variable that names the state file if the configuration does not. */
export const stateVariable = 'CLOUDFLARE_CERT_EXPORTER_STATE'

const secretVariables = ['CLOUDFLARE_API_TOKEN_FILE', 'CLOUDFLARE_EMAIL_FILE', 'CLOUDFLARE_API_KEY_FILE']

/** The daemon writes over the state file, so it must not be any other file that the configuration names. */
export function statePathFaults(tree: Tree, configPath: string, env: Environment): readonly Finding[] {
  const path = statePathOf(tree, configPath, env)
  if (path === undefined) return []
  const fault = faultOf(path, namedPaths(tree, configPath, env))
  return fault === undefined ? [] : [stateFinding(tree, fault)]
}

/** A problem of the state's path, at the place that names it. */
export function stateFinding(tree: Tree, text: string): Finding {
  return textAt(tree, ['state', 'path']) === undefined
    ? environmentFinding(stateVariable, text)
    : { path: ['state', 'path'], text }
}

function statePathOf(tree: Tree, configPath: string, env: Environment): string | undefined {
  const named = textAt(tree, ['state', 'path'])
  return named === undefined ? env[stateVariable] || undefined : besideFile(named, configPath)
}

function faultOf(path: string, others: readonly NamedPath[]): string | undefined {
  if (path.endsWith('/')) return 'it names a directory: expected the path of a file in it, such as state.json'
  const same = others.find((other) => resolve(other.path) === resolve(path))
  return same && sameFileText(same.what)
}

export function sameFileText(what: string): string {
  return `the same file as ${what}: expected one of its own, for the daemon writes over it`
}

interface NamedPath {
  readonly path: string
  /** For people. It never contains a name from below `credentials`, because that may be a misplaced secret. */
  readonly what: string
}

function namedPaths(tree: Tree, configPath: string, env: Environment): readonly NamedPath[] {
  const beside = (path: Path, what: string): readonly NamedPath[] => {
    const text = textAt(tree, path)
    return text === undefined ? [] : [{ path: besideFile(text, configPath), what }]
  }
  const secrets = keysAt(tree, ['credentials']).flatMap((name) =>
    ['api_token_file', 'api_key_file'].flatMap((key) => beside(['credentials', name, key], 'a secret of credentials')),
  )
  const variables = secretVariables.flatMap((name): readonly NamedPath[] => {
    const path = env[name]
    return path ? [{ path, what: `$${name}` }] : []
  })
  return [
    { path: configPath, what: 'the configuration' },
    ...secrets,
    ...variables,
    ...beside(['server', 'web_config_file'], 'server.web_config_file'),
    ...trustedByPaths(tree).flatMap((path) => beside(path, 'a CA file of trusted_by')),
    ...bundleFilePaths(tree).flatMap((path) => beside(path, 'a CA file of bundles')),
  ]
}
