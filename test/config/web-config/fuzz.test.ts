import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { runsOf } from '../../support/sample.ts'
import { useWebFolder } from './support.ts'

const folder = useWebFolder()

const keys = [
  'cert',
  'key',
  'client_ca',
  'cert_file',
  'client_auth_type',
  'cipher_suites',
  'min_version',
  'headers',
  'x',
]
const value = fc.oneof(
  fc.constantFrom('', 'server.crt', 'server.key', 'TLS12', 'RequireAnyClientCert', null, true, 0, [], {}),
  fc.jsonValue(),
)
const section = fc.oneof(value, fc.dictionary(fc.constantFrom(...keys), value))
const sections = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit', 'y']

test('whatever stands in it, it is judged and never thrown, a line for each problem', async () => {
  const anything = fc.oneof(fc.string(), fc.dictionary(fc.constantFrom(...sections), section).map(stringify))
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      const { problems } = await folder.read(text)
      for (const problem of problems) expect(problem).toMatch(/^web\.yml(?::\d+:\d+: \S.*)?: .+$/)
    }),
    { numRuns: runsOf(60) },
  )
})

test('a secret that stands in the wrong place is never repeated', async () => {
  const secret = 'hunter2-hunter2'
  const wrapped = fc.constantFrom<unknown>(secret, [secret], { cert: secret }, { alice: secret }, { alice: [secret] })
  const holder = fc.constantFrom('basic_auth_users', 'tls_server_config')
  await fc.assert(
    fc.asyncProperty(holder, wrapped, async (name, content) => {
      const text = stringify(name === 'tls_server_config' ? { [name]: { key: content } } : { [name]: content })
      expect((await folder.read(text)).problems.join()).not.toContain(secret)
    }),
  )
})
