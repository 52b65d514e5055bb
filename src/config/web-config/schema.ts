import { z } from 'zod'
import { list, phrase, strictMap } from '../schema/parts.ts'
import { cipherSuites, clientAuths, curves, versions } from './names.ts'

/**
 * The file format of the exporter-toolkit. As there, a key without a value or with an empty text counts as absent. check.ts reports keys
 * that must be present.
 */
const text = (expected: string) => z.string({ error: expected }).nullish()

function oneOf(names: readonly string[]) {
  return z.enum(names, { error: `one of ${names.filter((name) => name !== '').join(', ')}` })
}

/** Go reads YAML 1.1, which has more words for it. */
function flag() {
  const expected = 'true or false'
  return z.union([z.boolean(), z.enum(['yes', 'no', 'on', 'off'])], { error: expected }).nullish()
}

const file = () => text('the path of a file')

const tlsServerConfig = strictMap({
  cert: text('a certificate in PEM'),
  key: text('a private key in PEM'),
  client_ca: text('certificates in PEM'),
  cert_file: file(),
  key_file: file(),
  client_ca_file: file(),
  client_auth_type: oneOf([...Object.keys(clientAuths), '']).nullish(),
  client_allowed_sans: list(phrase('an alternative name, in quotes'), 'a list of alternative names').nullish(),
  min_version: oneOf(versions).nullish(),
  max_version: oneOf(versions).nullish(),
  cipher_suites: list(oneOf(cipherSuites), 'a list of cipher suites').nullish(),
  prefer_server_cipher_suites: flag(),
  curve_preferences: list(oneOf(Object.keys(curves)), 'a list of curves').nullish(),
})

/** No line end and nothing else that would begin another header. */
function header() {
  const expected = 'text that a header can carry: ASCII on one line'
  return z
    .union([z.string().regex(/^[\t\x20-\x7e]*$/, { error: expected }), z.number(), z.boolean()], { error: expected })
    .nullish()
}

const headers = strictMap({
  'Content-Security-Policy': header(),
  'Strict-Transport-Security': header(),
  'X-Content-Type-Options': oneOf(['nosniff', '']).nullish(),
  'X-Frame-Options': oneOf(['deny', 'sameorigin', '']).nullish(),
  'X-XSS-Protection': header(),
})

const httpServerConfig = strictMap({ http2: flag(), headers: headers.nullish() })

const hash = 'a bcrypt hash, such as `htpasswd -nBC 10 "" | tr -d ":\\n"` prints'
const users = z.record(z.string(), z.string({ error: hash }).regex(/^\$2[aby]\$[0-3]\d\$[./A-Za-z0-9]{53}$/, hash), {
  error: 'a map of user names to bcrypt hashes',
})

const whole = 'a whole number from 0'
const rateLimit = strictMap({
  interval: z
    .union([z.int().min(0), z.string().regex(/^(?:0|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/)], {
      error: 'a duration such as 1s, or 0 for no limit',
    })
    .nullish(),
  burst: z.int({ error: whole }).min(0, { error: whole }).nullish(),
})

export const webConfigSchema = strictMap({
  tls_server_config: tlsServerConfig.nullish(),
  http_server_config: httpServerConfig.nullish(),
  basic_auth_users: users.nullish(),
  rate_limit: rateLimit.nullish(),
})

export type WebConfigInput = z.infer<typeof webConfigSchema>
