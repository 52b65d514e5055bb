import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { configurationSchema } from '../../src/config/schema/configuration.ts'
import { runsOf } from '../support/sample.ts'
import { certificateId, certificates, problems, zoneId } from './support.ts'

const secrets = {
  token: 'cfut_abcdefghijklmnopqrstuvwxyz0123456789012345',
  'account token': 'cfat_abcdefghijklmnopqrstuvwxyz0123456789012345',
  'older token': 'Zq7_secretSECRETsecret-SECRETsecret012345',
  key: 'c2547eb745079dac9320b638f5e225cf483cc5cfdda41',
}

type Place = readonly (string | number)[]

/** Every place of the schema that a value can stand in, and one key beside the known ones of each map. */
function places(schema: unknown, path: Place = []): readonly Place[] {
  const { properties, items, anyOf, additionalProperties } = schema as {
    properties?: Record<string, unknown>
    items?: unknown
    anyOf?: readonly unknown[]
    additionalProperties?: unknown
  }
  return [
    path,
    ...Object.entries(properties ?? {}).flatMap(([key, inner]) => places(inner, [...path, key])),
    ...(items ? places(items, [...path, 0]) : []),
    ...(anyOf ?? []).flatMap((inner) => places(inner, path)),
    ...(typeof additionalProperties === 'object' ? places(additionalProperties, [...path, 'default']) : []),
  ]
}

const everywhere = places(z.toJSONSchema(configurationSchema)).filter((path) => path.length > 0)

/** A tree in which nothing but this stands. */
function treeWith(path: Place, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value)
}

function check(tree: unknown, secret: string): readonly string[] {
  const found = problems(JSON.stringify(tree), {})
  expect(found.join('\n')).not.toContain(secret.slice(0, 20))
  expect(found.join('\n')).not.toContain(secret.slice(-12))
  return found
}

test('the places are found', () => {
  expect(everywhere.length).toBeGreaterThan(60)
})

describe.each(Object.entries(secrets))('a %s is printed nowhere', (_, secret) => {
  test.each(everywhere.map((path) => [path.join('.'), path] as const))('as %s', (_, path) => {
    expect(check(treeWith(path, secret), secret)).not.toEqual([])
    check(treeWith(path, `Bearer ${secret}`), secret)
    check(treeWith(path, `${'x'.repeat(37)} ${secret}`), secret)
    check(treeWith([...path, secret], 1), secret)
    check(treeWith([...path.slice(0, -1), secret], 1), secret)
    check(treeWith([...path.slice(0, -1), `a ${secret}`, 'x'], [1]), secret)
  })

  test('whatever stands around it', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 70 })
    const place = fc.constantFrom(...everywhere)
    fc.assert(
      fc.property(place, around, around, (path, before, after) => {
        check(treeWith(path, `${before} ${secret} ${after}`), secret)
      }),
      { numRuns: runsOf(25) },
    )
  })
})

describe('a token or key in place of a path is an error', () => {
  test.each(Object.values(secrets))('%s', (secret) => {
    for (const path of [secret, `/run/secrets/${secret}`, `./${secret}`])
      expect(problems(`credentials: {default: {api_token_file: "${path}"}}\n${certificates}`, {})).toEqual([
        expect.stringMatching(/^config\.yaml:1:\d+: credentials\.default\.api_token_file: a token or key stands where/),
      ])
    expect(problems(certificates, { CLOUDFLARE_API_TOKEN_FILE: secret })).toEqual([
      expect.stringMatching(/\$CLOUDFLARE_API_TOKEN_FILE: a token or key stands where/),
    ])
  })

  test.each([
    'token',
    '/run/secrets/cloudflare-api-token-for-production-zones',
    'cfut_token',
    `${certificateId}/token`,
    `/${zoneId}`,
  ])('but %s is a path', (path) => {
    expect(problems(`credentials: {default: {api_token_file: "${path}"}}\n${certificates}`, {})).toEqual([])
  })
})

test.each(['name', 'zone', 'labels: {team'])('a token as %s would be on /metrics: an error', (key) => {
  const end = key.includes('{') ? '}' : ''
  expect(problems(`${certificates}    ${key}: ${secrets.token}${end}\n`)).toEqual([
    expect.stringMatching(/: a token or key stands here: expected it in a file/),
  ])
})
