import { expect, test } from 'vitest'
import { trustOfFile } from '../../src/page/trust-section.ts'
import { adviceOnOriginCa, adviceOnTrust } from '../../src/report/advice/trust-advice.ts'
import { trustReport } from '../../src/report/trust-report.ts'
import { Anchors } from '../../src/trust/anchors.ts'
import type { CertificateTrust, FileTrust } from '../../src/trust/model.ts'
import { overallAt, presentedUntil } from '../../src/trust/overall.ts'
import { findPaths } from '../../src/trust/paths.ts'
import { Signatures } from '../../src/trust/signatures.ts'
import { inDays, type Made, now, Pki, pathCertificate } from '../trust/pki.ts'

const pki = new Pki()
const root = pki.ca('<root>', { until: inDays(10) })
const upper = pki.ca('upper', { issuer: '<root>', until: inDays(60) })
const leaf = pki.leaf('leaf', 'upper', { until: inDays(90) })
const other = pki.ca('other')

function trustOf(uploaded: readonly Made[], file: readonly Made[]): FileTrust {
  const anchors = new Anchors(file.map(pathCertificate))
  const question = {
    leaf: pathCertificate(leaf),
    uploaded: uploaded.map(pathCertificate),
    anchors,
    partialChain: false,
  }
  return { file: '/etc/ca.pem', partialChain: false, finding: findPaths(question, new Signatures()) }
}
const trusted = trustOf([upper], [root])
const refused = trustOf([upper], [other])
const unread: FileTrust = { file: '/etc/gone.pem', partialChain: true, finding: undefined }

test('the path is drawn from the certificate up, and says what ends first', () => {
  const { text } = trustOfFile(trusted, now)
  expect(text).toMatch(/ca\.pem<\/bdi>: trusted<ol>/)
  expect(text.match(/<li>.*?<\/li>/g)?.map((line) => line.replace(/<[^>]+>/g, ''))).toEqual([
    expect.stringMatching(/^CN=leaf, the certificate itself, ends/),
    expect.stringMatching(/^CN=upper, uploaded with it, ends/),
    expect.stringMatching(/^CN=\\&lt;root\\&gt;, in the CA file, ends .*It ends first\.$/),
  ])
})

test('a path that does not hold names what is missing', () => {
  const { text } = trustOfFile(refused, now)
  expect(text).toMatch(/not trusted<\/strong>, <code>no_path<\/code>/)
  expect(text.replace(/<[^>]+>/g, '')).toMatch(/CN=upper.*Its issuer is neither in the file.*root.* is missing/)
})

test('of several files the worst verdict and the earliest end count, and an unread one leaves it open', () => {
  const overall = (...trust: CertificateTrust) => overallAt(trust, now)
  expect(overall(trusted, refused)).toMatchObject({ isTrusted: false, endsFirst: { notAfter: inDays(10) } })
  expect(overall(trusted, unread).isTrusted).toBeUndefined()
  expect(overall(trusted).isTrusted).toBe(true)
  expect(trustOfFile(unread, now).text).toBe(
    '<bdi>/etc/gone.pem</bdi> (partial_chain): not known, the file could not be read yet',
  )
  // What was uploaded counts as the certificate's own end.
  expect(presentedUntil([trusted])).toBe(inDays(60))
})

test('sentences and JSON name file, certificate and reason', () => {
  expect(adviceOnTrust({ trust: overallAt([refused], now) }).sentence).toMatch(
    /\/etc\/ca\.pem refuse it.*CN=upper.*is missing/,
  )
  const refusal = { fault: 'no_client_auth', members: [], missing: undefined } as const
  const forServers: FileTrust = { ...refused, finding: { kind: 'untrusted', refusal } }
  expect(adviceOnTrust({ trust: overallAt([forServers], now) }).sentence).not.toContain('missing')
  const ending = { state: 'origin_ca_critical', trust: overallAt([trusted], now) } as const
  expect(adviceOnOriginCa(ending)).toMatchObject({ runbook: 'CloudflareOriginCaExpiryCritical' })
  expect(trustReport([trusted, refused], now)).toMatchObject({
    trusted: false,
    ends_first: { source: 'ca_file', not_after: new Date(inDays(10) * 1000).toISOString() },
    files: [
      { trusted: true, path: [{}, {}, {}] },
      { trusted: false, reason: 'no_path', path: [{}, {}] },
    ],
  })
})
