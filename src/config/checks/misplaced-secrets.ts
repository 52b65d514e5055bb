import type { Environment } from '../model.ts'
import type { Finding } from '../problems.ts'
import { environmentFinding } from '../secrets/credentials.ts'
import { holdsSecret, isSecretAsPath } from '../secrets/looks-like-secret.ts'
import { keysAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { stateVariable } from './state-path.ts'

const asPath = 'a token or key stands where the path of its file belongs: expected the path of a file that holds it'
const asText = 'a token or key stands here: expected it in a file that api_token_file or api_key_file names'

const pathVariables = [
  ...['CLOUDFLARE_API_TOKEN_FILE', 'CLOUDFLARE_EMAIL_FILE', 'CLOUDFLARE_API_KEY_FILE'],
  stateVariable,
]

/** Finds secrets in places from which they would reach a log, a label or a message. The messages never repeat them. */
export function misplacedSecrets(tree: Tree, env: Environment): readonly Finding[] {
  const paths = pathSettings(tree)
  const wrongPaths = paths.filter((path) => isSecretAsPath(textAt(tree, path) ?? ''))
  const told = new Set(paths.map((path) => JSON.stringify(path)))
  return [
    ...wrongPaths.map((path): Finding => ({ path, text: asPath })),
    ...[...textsWithSecrets(tree)].filter(({ path }) => !told.has(JSON.stringify(path))),
    ...pathVariables.flatMap((name) => (isSecretAsPath(env[name] ?? '') ? [environmentFinding(name, asPath)] : [])),
  ]
}

function pathSettings(tree: Tree): readonly Path[] {
  const ofCredentials = keysAt(tree, ['credentials']).flatMap((name) =>
    ['api_token_file', 'api_key_file'].map((key): Path => ['credentials', name, key]),
  )
  return [...ofCredentials, ['server', 'web_config_file'], ['state', 'path']]
}

function* textsWithSecrets(tree: Tree): Generator<Finding, void> {
  const seen = new Set<object>()
  const waiting: { readonly value: Tree; readonly path: Path }[] = [{ value: tree, path: [] }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && holdsSecret(value)) yield { path, text: asText }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    for (const [step, inner] of stepsInto(value, path)) waiting.push({ value: inner, path: [...path, step] })
  }
}

/** The schema gives the better message for `credentials`. */
function stepsInto(value: object, path: Path): readonly (readonly [string | number, Tree])[] {
  if (Array.isArray(value)) return [...value.entries()]
  return Object.entries(value).filter(([key]) => path.length > 0 || key !== 'credentials')
}
