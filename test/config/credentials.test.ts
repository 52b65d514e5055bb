import { describe, expect, test } from 'vitest'
import type { Environment } from '../../src/config/model.ts'
import { certificates, config, problems, tokenEnv } from './support.ts'

/** As it is read from a variable of the environment, whose name begins with CLOUDFLARE_. */
const value = (text: string, variable: string) => ({ kind: 'value', value: text, variable: `CLOUDFLARE_${variable}` })
const file = (path: string, variable: string) => ({ kind: 'file', path, variable: `CLOUDFLARE_${variable}_FILE` })

describe('from the environment, under the name default', () => {
  test.each<[string, Environment, object]>([
    ['a token', { CLOUDFLARE_API_TOKEN: 't' }, { kind: 'token', token: value('t', 'API_TOKEN') }],
    ['a token file', { CLOUDFLARE_API_TOKEN_FILE: 'a/t' }, { kind: 'token', token: file('a/t', 'API_TOKEN') }],
    [
      'e-mail and key',
      { CLOUDFLARE_EMAIL: 'e', CLOUDFLARE_API_KEY: 'k' },
      { kind: 'key', email: value('e', 'EMAIL'), key: value('k', 'API_KEY') },
    ],
    [
      'e-mail file and key',
      { CLOUDFLARE_EMAIL_FILE: 'e', CLOUDFLARE_API_KEY: 'k' },
      { kind: 'key', email: file('e', 'EMAIL'), key: value('k', 'API_KEY') },
    ],
    [
      'e-mail and key file',
      { CLOUDFLARE_EMAIL: 'e', CLOUDFLARE_API_KEY_FILE: '/k' },
      { kind: 'key', email: value('e', 'EMAIL'), key: file('/k', 'API_KEY') },
    ],
    [
      'a token over a key',
      { CLOUDFLARE_EMAIL: 'e', CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_API_TOKEN: 't' },
      { kind: 'token', token: value('t', 'API_TOKEN') },
    ],
    [
      'a token over half a pair',
      { CLOUDFLARE_EMAIL: 'e', CLOUDFLARE_API_TOKEN_FILE: 't' },
      { kind: 'token', token: file('t', 'API_TOKEN') },
    ],
    [
      'an empty variable is none',
      { CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_EMAIL: 'e', CLOUDFLARE_API_KEY: 'k' },
      { kind: 'key', email: value('e', 'EMAIL'), key: value('k', 'API_KEY') },
    ],
  ])('%s', (_, env, means) => {
    const credentials = config(certificates, env, 'etc/config.yaml').credentials
    expect([...credentials]).toEqual([['default', { name: 'default', accountId: undefined, ...means }]])
  })

  test.each<[string, Environment, string]>([
    ['e-mail alone', { CLOUDFLARE_EMAIL: 'e' }, '$CLOUDFLARE_EMAIL: set without CLOUDFLARE_API_KEY'],
    ['key file alone', { CLOUDFLARE_API_KEY_FILE: 'k' }, '$CLOUDFLARE_API_KEY: set without CLOUDFLARE_EMAIL'],
    [
      'both forms',
      { CLOUDFLARE_API_TOKEN: 't', CLOUDFLARE_API_TOKEN_FILE: 't' },
      '$CLOUDFLARE_API_TOKEN: CLOUDFLARE_API_TOKEN and CLOUDFLARE_API_TOKEN_FILE are both set: expected one of them',
    ],
    ['nothing', { CLOUDFLARE_API_TOKEN: '' }, 'credentials: no credential anywhere'],
    ['a shard without a number', { ...tokenEnv, SHARD_INDEX: 'pod' }, '$SHARD_INDEX: expected a whole number from 0'],
    [
      'shards without an index',
      { ...tokenEnv, SHARD_TOTAL: '3' },
      '$SHARD_TOTAL: 3 shards, and nothing says which one this is: expected SHARD_INDEX beside it',
    ],
    ['no shards at all', { ...tokenEnv, SHARD_TOTAL: '0' }, '$SHARD_TOTAL: expected a whole number from 1'],
    [
      'a shard beyond the last',
      { ...tokenEnv, SHARD_INDEX: 'x-3', SHARD_TOTAL: '3' },
      '$SHARD_INDEX: this is shard 3 of 3',
    ],
    [
      'a share of the rate that is no whole request',
      { ...tokenEnv, SHARD_INDEX: '0', SHARD_TOTAL: '301' },
      'cloudflare.requests_per_5m: 600 in five minutes are too few: expected at least 2 for each of 301 shards, which is 602',
    ],
  ])('%s is a problem', (_, env, message) => {
    expect(problems(certificates, env)).toEqual([expect.stringContaining(`config.yaml:1:1: ${message}`)])
  })

  test('a share of two requests is enough', () => {
    expect(problems(certificates, { ...tokenEnv, SHARD_INDEX: '0', SHARD_TOTAL: '300' })).toEqual([])
  })
})

describe('from the file', () => {
  test('it wins over the environment, whose half pair then is of no interest', () => {
    const text = `credentials: {default: {api_token_file: /t}}\n${certificates}`
    expect(config(text).credentials.get('default')).toMatchObject({ token: { kind: 'file', path: '/t' } })
    expect(problems(text, { CLOUDFLARE_EMAIL: 'e' })).toEqual([])
  })

  const legacy = 'credentials: {legacy: {email: a@example.com, api_key_file: k}}\n'

  test.each([
    ['an entry without a name', `${legacy}${certificates}`],
    ['an entry that names it', `${legacy}${certificates}    credentials: default\n`],
    ['a discovery without names', `${legacy}discover_zones: true\n`],
    ['a zone', `${legacy}zones: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353}]\n`],
    ['a hostname', `${legacy}hostnames: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353, hostname: a.example}]\n`],
  ])('other names stand beside the one of the environment, which %s uses', (_, text) => {
    expect([...config(text).credentials.keys()]).toEqual(['legacy', 'default'])
  })

  test('the one of the environment is not read where every entry names another: its secret may not be there', () => {
    const text = `${legacy}${certificates}    credentials: legacy\n`
    expect([...config(text).credentials.keys()]).toEqual(['legacy'])
    expect(config(text).watch.certificates[0]?.credentials).toBe('legacy')
    expect(problems(text, {})).toEqual([])
    expect([...config(`${legacy}discover_zones: {credentials: legacy}\n`).credentials.keys()]).toEqual(['legacy'])
  })

  test('relative paths are relative to the configuration file, whether it has a folder or not', () => {
    const text = `credentials: {default: {api_token_file: ../secrets/t}}\n${certificates}`
    const token = (path: string) => config(text, {}, path).credentials.get('default')
    expect(token('/etc/exporter/config.yaml')).toMatchObject({ token: { kind: 'file', path: '/etc/secrets/t' } })
    expect(token('config/config.yaml')).toMatchObject({ token: { kind: 'file', path: 'secrets/t' } })
    expect(token('config.yaml')).toMatchObject({ token: { kind: 'file', path: '../secrets/t' } })
  })

  test('a secret file that is missing is no configuration problem', () => {
    expect(problems(`credentials: {default: {api_token_file: /nowhere}}\n${certificates}`, {})).toEqual([])
  })
})
