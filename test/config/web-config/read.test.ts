import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readWebConfig } from '../../../src/config/web-config/read.ts'
import { selfSigned } from '../../support/authority.ts'
import { hash, useWebFolder } from './support.ts'

const folder = useWebFolder()
const pair = 'cert_file: server.crt, key_file: server.key'

describe('is accepted without a word', () => {
  test.each([
    ['an empty file', ''],
    ['comments alone', '# nothing\n'],
    ['sections without content', 'tls_server_config:\nhttp_server_config:\nbasic_auth_users:\nrate_limit:\n'],
    ['the least TLS', `tls_server_config: {${pair}}`],
    ['a chain', 'tls_server_config: {cert_file: chain.crt, key_file: server.key}'],
    ['empty texts for missing ones', `tls_server_config: {${pair}, client_ca_file: "", client_auth_type: ""}`],
    ['any certificate', `tls_server_config: {${pair}, client_auth_type: RequireAnyClientCert}`],
    ['its old name', `tls_server_config: {${pair}, client_auth_type: RequireClientCert}`],
    ['a client CA', `tls_server_config: {${pair}, client_auth_type: VerifyClientCertIfGiven, client_ca_file: ca.crt}`],
    [
      'an intermediate beside its root',
      `tls_server_config: {${pair}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: cas.crt}`,
    ],
    [
      'alternative names',
      `tls_server_config: {${pair}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt, client_allowed_sans: [one, two]}`,
    ],
    ['versions', `tls_server_config: {${pair}, min_version: TLS12, max_version: TLS12}`],
    ['curves', `tls_server_config: {${pair}, curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]}`],
    [
      'every cipher suite that Go has',
      `tls_server_config:
  ${pair.replace(', ', '\n  ')}
  prefer_server_cipher_suites: no
  cipher_suites:
  - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
  - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
  - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
  - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
  - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
  - TLS_AES_128_GCM_SHA256
  - TLS_AES_256_GCM_SHA384
  - TLS_CHACHA20_POLY1305_SHA256
  - TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
  - TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
  - TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
  - TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA`,
    ],
    [
      'one cipher suite without HTTP/2',
      `tls_server_config: {${pair}, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]}\nhttp_server_config: {http2: false}`,
    ],
    ['users without TLS', `basic_auth_users: {alice: "${hash}", bob: "${hash.replace('2y', '2a')}"}`],
    [
      'headers, a bare number too',
      `http_server_config: {headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff, X-XSS-Protection: 1, Strict-Transport-Security: max-age=31536000; includeSubDomains, Content-Security-Policy: "default-src 'self'"}}`,
    ],
    ['no rate limit', 'rate_limit: {interval: 0, burst: 0}'],
  ])('%s', async (_, text) => {
    expect(await folder.read(text)).toEqual({ problems: [], warnings: [] })
  })

  test('a certificate and key in the file itself', async () => {
    const { readFile } = await import('node:fs/promises')
    const indented = async (name: string) =>
      (await readFile(join(folder.path, name), 'utf8')).replaceAll(/^(?=.)/gm, '    ')
    const text = `tls_server_config:\n  cert: |\n${await indented('server.crt')}  key: |\n${await indented('server.key')}`
    expect(await folder.read(text)).toEqual({ problems: [], warnings: [] })
  })
})

describe('is accepted with a warning', () => {
  test.each([
    ['http_server_config: {http2: true}', '1:29: http_server_config.http2: has no effect: only HTTP/1.1 is spoken'],
    [
      'rate_limit: {interval: 1s, burst: 20}',
      '1:24: rate_limit.interval: has no effect: connections and answers under way are limited instead',
    ],
    [
      `tls_server_config: {${pair}, min_version: TLS10}`,
      '1:79: tls_server_config.min_version: is treated as TLS12, because older versions are not supported',
    ],
    [
      `tls_server_config: {${pair}, client_auth_type: RequireAndVerifyClientCert}`,
      "1:84: tls_server_config.client_auth_type: no client's certificate will pass: there is no client_ca_file, and the system's CAs are not trusted for it",
    ],
    [
      `tls_server_config: {${pair}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: intermediate.crt}`,
      '1:128: tls_server_config.client_ca_file: nobody signed by "CN=intermediate" will pass: its own issuer is not here, expected the chain to the root',
    ],
    [
      `basic_auth_users: {bob: "${hash.replace('$04', '$18')}"}`,
      '1:25: basic_auth_users.bob: a hash of cost 18 takes many seconds to check: expected 10 to 12',
    ],
  ])('%s', async (text, warning) => {
    expect(await folder.read(text)).toEqual({ problems: [], warnings: [`web.yml:${warning}`] })
  })
})

describe('is refused', () => {
  const missing = (name: string) =>
    `missing: expected ${name}_file with the path of a PEM file, or ${name} with the PEM itself`
  test.each([
    ['words', 'hWkNKCp3fvIx3jKnsaBI\nTuEjdwNS8A2vYdFbiKqr\n', ['found no map']],
    ['a tab', 'tls_server_config:\n\tcert_file: x', ['2:1: (file): a tab in the indentation']],
    [
      'a key that is misspelt',
      'tls_server_config: {cert_filse: server.crt}',
      [missing('cert'), missing('key'), 'did you mean `cert_file`?'],
    ],
    [
      'an empty path of a certificate',
      'tls_server_config: {cert_file: "", key_file: server.key}',
      [`1:32: tls_server_config.cert_file: ${missing('cert')}`],
    ],
    ['an empty certificate', 'tls_server_config: {cert: "", key_file: server.key}', [missing('cert')]],
    [
      'an empty path of a key',
      'tls_server_config: {cert_file: server.crt, key_file: ""}',
      [`1:54: tls_server_config.key_file: ${missing('key')}`],
    ],
    [
      'TLS settings without a certificate',
      'tls_server_config: {min_version: TLS13}',
      [missing('cert'), missing('key')],
    ],
    [
      'files that are not there',
      'tls_server_config: {cert_file: none.crt, key_file: none.key}',
      [
        '1:32: tls_server_config.cert_file: the file none.crt does not exist: expected a PEM file',
        '1:52: tls_server_config.key_file: the file none.key does not exist: expected a PEM file',
      ],
    ],
    [
      'a key of another certificate',
      'tls_server_config: {cert_file: server.crt, key_file: other.key}',
      ['1:54: tls_server_config.key_file: the key of another certificate: expected that of this one'],
    ],
    [
      'a key for a certificate, and the other way round',
      'tls_server_config: {cert_file: server.key, key_file: server.crt}',
      [
        '1:32: tls_server_config.cert_file: no certificate in it',
        '1:54: tls_server_config.key_file: no private key in it',
      ],
    ],
    [
      'a certificate twice',
      `tls_server_config: {${pair}, cert: x}`,
      ['1:66: tls_server_config.cert: given beside cert_file: expected one of the two', 'no certificate in it'],
    ],
    [
      'an unknown policy',
      `tls_server_config: {${pair}, client_auth_type: x}`,
      ['1:84: tls_server_config.client_auth_type: found "x": expected one of NoClientCert, RequestClientCert,'],
    ],
    [
      'a client CA that nobody is asked for',
      `tls_server_config: {${pair}, client_ca_file: ca.crt}`,
      ['1:66: tls_server_config.client_ca_file: no client is asked for a certificate'],
    ],
    [
      'alternative names that nobody is asked for',
      `tls_server_config: {${pair}, client_allowed_sans: [a]}`,
      ['1:66: tls_server_config.client_allowed_sans: no client is asked for a certificate'],
    ],
    [
      'no alternative name at all',
      `tls_server_config: {${pair}, client_auth_type: RequireAnyClientCert, client_allowed_sans: []}`,
      ['client_allowed_sans: an empty list would let nobody in'],
    ],
    [
      'a client CA without a certificate',
      `tls_server_config: {${pair}, client_auth_type: RequestClientCert, client_ca_file: /dev/null}`,
      ['tls_server_config.client_ca_file: no certificate in it'],
    ],
    [
      'an invented cipher suite',
      `tls_server_config: {${pair}, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048]}`,
      ['1:82: tls_server_config.cipher_suites[0]: found "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048": expected one of'],
    ],
    [
      'no cipher suite for HTTP/2',
      `tls_server_config: {${pair}, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]}`,
      ['1:81: tls_server_config.cipher_suites: HTTP/2 needs one of'],
    ],
    [
      'an invented curve',
      `tls_server_config: {${pair}, curve_preferences: [CurveP257]}`,
      ['1:86: tls_server_config.curve_preferences[0]: found "CurveP257": expected one of CurveP256,'],
    ],
    [
      'an invented version',
      `tls_server_config: {${pair}, min_version: TLS111}`,
      ['1:79: tls_server_config.min_version: found "TLS111": expected one of TLS10, TLS11, TLS12, TLS13'],
    ],
    [
      'versions the wrong way round',
      `tls_server_config: {${pair}, min_version: TLS13, max_version: TLS12}`,
      ['1:79: tls_server_config.min_version: is newer than max_version'],
    ],
    [
      'nothing newer than TLS 1.1',
      `tls_server_config: {${pair}, min_version: TLS10, max_version: TLS11}`,
      ['1:99: tls_server_config.max_version: too old to be safe'],
    ],
    [
      'a password in the clear',
      'basic_auth_users: {john: doe-hunter2}',
      ['1:26: basic_auth_users.john: found text: expected a bcrypt hash'],
    ],
    [
      'a user whose name would end at the colon',
      `basic_auth_users: {"a:b": "${hash}"}`,
      ['1:20: basic_auth_users["a:b"]: no name that a user can log in with'],
    ],
    [
      'a user who would be lost on the way, and the password with it',
      `basic_auth_users: {__proto__: "${hash}"}`,
      ['1:20: basic_auth_users.__proto__: no name that a user can log in with'],
    ],
    [
      'a hash that takes a day',
      `basic_auth_users: {a: "${hash.replace('$04', '$31')}"}`,
      ['1:23: basic_auth_users.a: a hash of cost 31: expected one from 4 to 20'],
    ],
    [
      'a header that is not of the format',
      'http_server_config: {headers: {Content-Type: foo}}',
      ['1:32: http_server_config.headers.Content-Type: unknown key: expected one of Content-Security-Policy,'],
    ],
    [
      'a wrong word in a header',
      'http_server_config: {headers: {X-Frame-Options: foo, X-Content-Type-Options: sniff}}',
      ['found "foo": expected one of deny, sameorigin', 'found "sniff": expected one of nosniff'],
    ],
    [
      'a header that would begin another one',
      'http_server_config: {headers: {Content-Security-Policy: "x\\r\\nSet-Cookie: a=b"}}',
      ['expected text that a header can carry: ASCII on one line'],
    ],
    [
      'everything at once',
      'tls_server_config: {cert_file: none.crt}\nbasic_auth_users: {a: b}\nrate_limit: {burst: many}\nx: y\n',
      ['1:20:', '1:32:', '2:23:', '3:21:', '4:1: x: unknown key'],
    ],
  ])('%s', async (_, text, expected) => {
    const { problems } = await folder.read(text)
    expect(problems.map((line) => line.replace('web.yml:', ''))).toEqual(
      expected.map((line) => expect.stringContaining(line)),
    )
    expect(problems.join()).not.toContain('hunter2')
  })

  test('an encrypted key', async () => {
    await folder.write(
      'secret.key',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
    )
    const { problems } = await folder.read('tls_server_config: {cert_file: server.crt, key_file: secret.key}')
    expect(problems).toEqual([expect.stringContaining('an encrypted key: expected one in PEM, without a passphrase')])
  })

  test('a key that OpenSSL takes for too weak', async () => {
    const { cert, key } = await selfSigned('weak', { isWeak: true })
    await folder.write('weak.crt', cert)
    await folder.write('weak.key', key)
    const { problems } = await folder.read('tls_server_config: {cert_file: weak.crt, key_file: weak.key}')
    expect(problems).toEqual([
      'web.yml:1:20: tls_server_config: OpenSSL refuses these certificates (ERR_SSL_EE_KEY_TOO_SMALL): expected stronger ones',
    ])
  })

  test('a file that is not there, or no file', async () => {
    for (const [path, words] of [
      [join(folder.path, 'nowhere.yml'), 'does not exist'],
      [folder.path, 'is a directory'],
      ['/dev/zero', 'is larger than'],
    ] as const)
      expect(await readWebConfig(path)).toMatchObject({
        ok: false,
        problems: [{ text: expect.stringContaining(words) }],
      })
  })

  test('with nothing of a private key in what it says', async () => {
    const { problems } = await folder.read('tls_server_config: {cert_file: server.crt, key: [hunter2]}\n')
    expect(problems).toEqual([
      expect.stringContaining('missing: expected key_file'),
      expect.stringContaining('tls_server_config.key: found a list: expected a private key in PEM'),
    ])
  })
})

test('without a list of cipher suites there are none with CBC', async () => {
  await folder.write('web.yml', `tls_server_config: {${pair}}`)
  const result = await readWebConfig(join(folder.path, 'web.yml'))
  const ciphers = result.ok ? (result.webConfig.tls?.ciphers ?? '') : ''
  expect(ciphers.split(':')).toHaveLength(9)
  for (const cipher of ciphers.split(':')) expect(cipher).toMatch(/GCM|CHACHA20/)
})

test('what it says is what comes out', async () => {
  await folder.write(
    'web.yml',
    `tls_server_config: {${pair}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: cas.crt,
  client_allowed_sans: [one], min_version: TLS13, curve_preferences: [X25519, CurveP384],
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], prefer_server_cipher_suites: off}
basic_auth_users: {alice: "${hash}"}
http_server_config: {headers: {X-XSS-Protection: 1, X-Frame-Options: deny, Content-Security-Policy: ""}}`,
  )
  const result = await readWebConfig(join(folder.path, 'web.yml'))
  expect(result).toMatchObject({
    ok: true,
    webConfig: {
      tls: {
        cert: expect.stringContaining('BEGIN CERTIFICATE'),
        key: expect.stringContaining('BEGIN PRIVATE KEY'),
        clientAuth: 'require_and_verify',
        clientCas: [expect.any(String), expect.any(String)],
        allowedSans: ['one'],
        minVersion: 'TLSv1.3',
        maxVersion: 'TLSv1.3',
        ecdhCurve: 'X25519:P-384',
        ciphers:
          'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256',
        honorCipherOrder: false,
      },
      users: new Map([['alice', hash]]),
    },
  })
  expect(result.ok && result.webConfig.headers).toEqual({ 'x-xss-protection': '1', 'x-frame-options': 'deny' })
})
