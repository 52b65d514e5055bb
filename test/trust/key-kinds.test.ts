import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeBlock } from '../../src/certificate/pem.ts'
import { Anchors } from '../../src/trust/anchors.ts'
import { readPathCertificate } from '../../src/trust/path-certificate.ts'
import { findPaths } from '../../src/trust/paths.ts'
import { Signatures } from '../../src/trust/signatures.ts'
import { OpenSsl } from '../certificate/openssl.ts'
import { describeWithTools } from '../support/tools.ts'

const kinds: readonly (readonly [string, ...string[]])[] = [
  ['RSA', 'rsa_keygen_bits:2048'],
  ['RSA-PSS', 'rsa_keygen_bits:2048'],
  ['EC', 'ec_paramgen_curve:P-384'],
  ['ED25519'],
]

describeWithTools(['openssl'], 'certificates that openssl made, with keys of every kind', () => {
  let openssl: OpenSsl
  beforeAll(() => {
    openssl = new OpenSsl()
    for (const [kind, ...options] of kinds) openssl.key(kind, kind, ...options)
  })
  afterAll(() => openssl.remove())

  const read = (name: string) => {
    const base64 = openssl.pem(name).replace(/-----[^-]+-----/g, '')
    const certificate = readPathCertificate(decodeBlock(base64) ?? new Uint8Array())
    if (!certificate) throw new Error(`${name} cannot be read`)
    return certificate
  }

  test.each(kinds)('%s', (kind) => {
    const issued = ['-days', '10', '-extensions', 'issued']
    openssl.selfSigned('root', kind, '/O=Test/CN=root', ['-days', '20'])
    openssl.selfSigned('stranger', kind, '/O=Test/CN=stranger', ['-days', '20'])
    openssl.issue('leaf', kind, '/CN=leaf', 'root', kind, issued)
    const [leaf, root, stranger] = [read('leaf'), read('root'), read('stranger')]
    for (const [file, isTrusted] of [
      [root, true],
      [stranger, false],
    ] as const) {
      const question = { leaf, uploaded: [], anchors: new Anchors([file]), partialChain: false }
      expect(findPaths(question, new Signatures()).kind).toBe(isTrusted ? 'trusted' : 'untrusted')
      const name = file === root ? 'root.pem' : 'stranger.pem'
      const verify = () =>
        openssl.run(['verify', '-purpose', 'sslclient', '-no-CApath', '-no-CAstore', '-CAfile', name, 'leaf.pem'])
      if (isTrusted) expect(verify()).toContain('leaf.pem: OK')
      else expect(verify).toThrow()
    }
  })
})
