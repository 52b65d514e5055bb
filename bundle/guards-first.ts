import { readFileSync } from 'node:fs'
import type { Plugin } from 'rolldown'

const guards = ['refuse-old-node.mjs', 'refuse-inspector.mjs'].map((file) =>
  readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8'),
)
const importLine = /^import (?:(?:(?<whole>[\w$]+)(?:, )?)?(?:\{ (?<names>[^}]*) \})? from )?"(?<id>[^"]+)";\n/

/**
 * Makes the bundle begin with its guards against an old Node.js and against the inspector. Imports are loaded before the first line runs,
 * and an old Node.js lacks some of them. So Node's own modules are required after the guards. This also makes the start faster: an import
 * reads all exports of `node:http` at once, and its `WebSocket` loads all of fetch. Where the program is cut into chunks, they import each
 * other, and only the one that is run has the guards.
 */
export function guardsFirst(): Plugin {
  return {
    name: 'guards-first',
    renderChunk: (code, { isEntry }) => afterTheGuards(code, isEntry ? guards : []),
  }
}

function afterTheGuards(code: string, present: readonly string[]): string {
  const required: string[] = []
  const imported: string[] = []
  let rest = code
  while (rest.startsWith('import ')) {
    const line = importLine.exec(rest)
    if (!line) throw new Error(`the bundle imports in a form that is not known: ${rest.split('\n', 1)[0]}`)
    if (line.groups?.['id']?.startsWith('.')) imported.push(line[0].trimEnd())
    else required.push(requireStatement(line.groups ?? {}))
    rest = rest.slice(line[0].length)
  }
  return [
    'import { createRequire as makeRequire } from "node:module";',
    ...imported,
    // In a block, so that their names do not collide with others.
    ...present.map((guard) => `{\n${guard}}`),
    'const requireOfNode = makeRequire(import.meta.url);',
    ...required,
    rest,
  ].join('\n')
}

function requireStatement({ whole, names, id }: Readonly<Record<string, string | undefined>>): string {
  const module = `requireOfNode(${JSON.stringify(id)})`
  if (whole && names) return `const ${whole} = ${module}, { ${asProperties(names)} } = ${whole};`
  if (whole) return `const ${whole} = ${module};`
  return names ? `const { ${asProperties(names)} } = ${module};` : `${module};`
}

function asProperties(names: string): string {
  return names.replaceAll(' as ', ': ')
}
