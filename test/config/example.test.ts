import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configurationJsonSchema } from '../../src/config/schema/json-schema.ts'
import { readYaml } from '../../src/config/yaml/read-yaml.ts'
import { at, isMap, type Path, type Tree } from '../../src/config/yaml/tree.ts'
import { config, problems } from './support.ts'

const folder = join(import.meta.dirname, '../../config')
const example = readFileSync(join(folder, 'config.example.yaml'), 'utf8')

/** With the settings that are commented out; prose has exactly one space behind its `#`. */
const everything = example.replaceAll(/^( *)#(?=[^ #\n]| {2})/gm, '$1')

test('config.schema.json is current', () => {
  const current = `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`
  expect(
    readFileSync(join(folder, 'config.schema.json'), 'utf8') === current,
    'run `npm start --silent -- schema > config/config.schema.json`',
  ).toBe(true)
})

describe('config.example.yaml', () => {
  test('names its schema first, for editors', () => {
    expect(example).toMatch(/^# yaml-language-server: \$schema=\.\/config\.schema\.json\n/)
  })

  test('loads with a token in the environment', () => {
    expect(config(example).watch.certificates).toHaveLength(1)
  })

  test('loads with its own credentials', () => {
    const own = example.replace(/^#credentials:$/m, 'credentials: {default: {api_token_file: token}}')
    expect(problems(own, {})).toEqual([])
  })

  test('loads with all comments taken off, too', () => {
    expect(problems(everything, {})).toEqual([])
  })

  test('has every key of the schema, and every key has a sentence', () => {
    const { tree } = readYaml(everything)
    const keys = schemaKeys(configurationJsonSchema(), [])
    expect(keys.length).toBeGreaterThan(50)
    expect(keys.filter(({ path }) => !isPresent(tree, path)).map(({ path }) => path.join('.'))).toEqual([])
    expect(keys.filter(({ description }) => !/\S.*\.$/.test(description)).map(({ path }) => path.join('.'))).toEqual([])
  })

  test('shows the defaults that the schema states', () => {
    const { tree } = readYaml(everything)
    const shown = schemaKeys(configurationJsonSchema(), []).filter(
      ({ path, fallback }) => fallback !== undefined && !path.includes('*') && path[0] !== 'discover_zones',
    )
    expect(shown.length).toBeGreaterThan(10)
    for (const { path, fallback } of shown) expect([path, at(tree, path)]).toEqual([path, fallback])
  })
})

interface SchemaKey {
  readonly path: Path
  readonly description: string
  readonly fallback: Tree
}

/** Every key of the JSON Schema; `*` stands for the items of a list and the names of a map. */
function schemaKeys(schema: Tree, path: Path): readonly SchemaKey[] {
  if (!isMap(schema)) return []
  const properties = isMap(schema['properties']) ? Object.entries(schema['properties']) : []
  const own = properties.flatMap(([key, child]) => {
    const here = [...path, key]
    const entry = { path: here, description: String(at(child, ['description'])), fallback: at(child, ['default']) }
    return [entry, ...schemaKeys(child, here)]
  })
  const alternatives = Array.isArray(schema['anyOf']) ? schema['anyOf'] : []
  const nested = [schema['items'], schema['additionalProperties']].flatMap((child) => schemaKeys(child, [...path, '*']))
  return [...own, ...alternatives.flatMap((child) => schemaKeys(child, path)), ...nested]
}

function isPresent(tree: Tree, path: Path): boolean {
  const [step, ...rest] = path
  if (step === undefined) return true
  if (step !== '*') return at(tree, [step]) !== undefined && isPresent(at(tree, [step]), rest)
  const children: readonly Tree[] = Array.isArray(tree) ? tree : isMap(tree) ? Object.values(tree) : []
  return children.some((child) => isPresent(child, rest))
}
