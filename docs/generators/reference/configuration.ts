import { configurationJsonSchema } from '../../../src/config/schema/json-schema.ts'
import { at, isMap, type Tree } from '../../../src/config/yaml/tree.ts'
import { code, markdownTable } from './markdown.ts'

/** The keys of the configuration, from its schema: one table of the first level, and one for each key that has keys of its own. */
export function configurationTables(): string {
  const schema = treeOf(configurationJsonSchema())
  const parts = propertiesOf(schema).flatMap(([key, child]) => {
    const inner = settings(child, '')
    return inner.length === 0 ? [] : [`## ${code(key)}\n\n${String(at(child, ['description']))}\n\n${tableOf(inner)}`]
  })
  return [tableOf(propertiesOf(schema).map(([key, child]) => settingOf(schema, key, child, ''))), ...parts].join('\n')
}

interface Setting {
  readonly path: string
  readonly fallback: string
  readonly description: string
}

function tableOf(all: readonly Setting[]): string {
  const rows = all.map(({ path, fallback, description }) => [code(path), fallback, description])
  return markdownTable(['key', 'default', 'what'], rows)
}

/** Every setting below a part of the schema. A map of free names has `NAME` in its paths. */
function settings(schema: Tree, prefix: string): readonly Setting[] {
  if (!isMap(schema)) return []
  const own = propertiesOf(schema).flatMap(([key, child]) => [
    settingOf(schema, key, child, prefix),
    ...settings(child, `${prefix}${key}.`),
  ])
  const alternatives = at(schema, ['anyOf'])
  const inner = [at(schema, ['items']), ...(Array.isArray(alternatives) ? alternatives : [])]
  return [
    ...own,
    ...inner.flatMap((child) => settings(child, prefix)),
    ...settings(at(schema, ['additionalProperties']), `${prefix}NAME.`),
  ]
}

function settingOf(parent: Tree, key: string, schema: Tree, prefix: string): Setting {
  const required = at(parent, ['required'])
  const fallback = at(schema, ['default'])
  const isRequired = Array.isArray(required) && required.includes(key)
  return {
    path: `${prefix}${key}`,
    fallback: isRequired ? 'required' : fallback === undefined ? '' : code(JSON.stringify(fallback)),
    description: String(at(schema, ['description'])),
  }
}

function propertiesOf(schema: Tree): readonly (readonly [string, Tree])[] {
  const properties = at(schema, ['properties'])
  return isMap(properties) ? Object.entries(properties) : []
}

function treeOf(schema: object): Tree {
  return JSON.parse(JSON.stringify(schema))
}
