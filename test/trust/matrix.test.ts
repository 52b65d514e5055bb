import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Anchors } from '../../src/trust/anchors.ts'
import { findPaths } from '../../src/trust/paths.ts'
import { Signatures } from '../../src/trust/signatures.ts'
import { verdictAt } from '../../src/trust/verdict.ts'
import { describeWithTools } from '../support/tools.ts'
import { OpenSslVerify } from './openssl-verify.ts'
import { now, pathCertificate } from './pki.ts'
import { type Row, rows, rowsInWhichOpenSslGivesUp } from './rows.ts'

function find(row: Row) {
  const question = {
    leaf: pathCertificate(row.leaf),
    uploaded: (row.uploaded ?? []).map(pathCertificate),
    anchors: new Anchors(row.file.map(pathCertificate)),
    partialChain: row.partialChain ?? false,
  }
  return findPaths(question, new Signatures())
}

function verifiedOf({ leaf, uploaded = [], file, partialChain = false }: Row) {
  return { leaf, uploaded, file, partialChain }
}

describe.each([...rows, ...rowsInWhichOpenSslGivesUp].map((row) => [row.name, row] as const))('%s', (_, row) => {
  const names = new Map(
    [row.leaf, ...(row.uploaded ?? []), ...row.file].map(({ fingerprint, name }) => [fingerprint, name]),
  )
  const verdict = verdictAt(find(row), now)

  test('has the verdict that is expected', () => {
    const found = verdict.isTrusted
      ? verdict.path.members.slice(1).map(({ fingerprintSha256 }) => names.get(fingerprintSha256))
      : verdict.refusal.fault
    expect(found).toEqual(row.expected)
  })

  test('ends when it should', () => {
    const end = pathCertificate(row.endsWith ?? row.leaf).notAfter
    if (verdict.isTrusted) expect(verdict.path.ends).toBe(end)
  })
})

describeWithTools(['openssl'], 'openssl verify says the same', () => {
  let openssl: OpenSslVerify
  beforeAll(() => {
    openssl = new OpenSslVerify()
  })
  afterAll(() => openssl.remove())

  test('the matrix is large enough', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40)
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  test.concurrent.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const finding = find(row)
    const verified = verifiedOf(row)
    if (finding.kind === 'trusted') {
      const [first] = finding.paths
      const { ends } = finding.paths.at(-1) ?? first
      // The second of notAfter itself is valid by RFC 5280, and not by OpenSSL.
      const moments = [first.begins - 1, first.begins, ends - 1, ends + 1]
      expect(await openssl.accepts(verified, moments)).toEqual([false, true, true, false])
    } else {
      const all = [row.leaf, ...(row.uploaded ?? []), ...row.file].map(pathCertificate)
      const begun = Math.max(...all.map(({ notBefore }) => notBefore))
      expect(await openssl.accepts(verified, [...new Set([now, begun])])).not.toContain(true)
    }
  })

  test.concurrent.each(rowsInWhichOpenSslGivesUp.map((row) => [row.name, row] as const))(
    'it gives up where another way would hold: %s',
    async (_, row) => {
      expect(find(row).kind).toBe('trusted')
      expect(await openssl.accepts(verifiedOf(row), [now])).toEqual([false])
    },
  )
})
