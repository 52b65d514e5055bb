import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signatureFamily } from '../../src/certificate/signature-family.ts'
import { type CoverFacts, type CoverPurpose, coverageOf } from '../../src/inventory/coverage.ts'
import { uncoveredHosts } from '../../src/inventory/covered-hosts.ts'
import type { CoverRule } from '../../src/kinds/kind.ts'

const now = 1_000_000
const hour = 3600

/** An uploaded certificate of www.example.com that ends in an hour. */
function facts(changes: Partial<CoverFacts> = {}): CoverFacts {
  return {
    certificateId: 'old',
    hosts: ['www.example.com'],
    end: now + hour,
    stage: 'active',
    source: 'uploaded',
    signature: 'SHA256WithRSA',
    isRecent: true,
    isWatched: true,
    ...changes,
  }
}

/** The same for another day. */
function other(changes: Partial<CoverFacts> = {}): CoverFacts {
  return facts({ certificateId: 'new', end: now + 24 * hour, ...changes })
}

function coverage(others: readonly CoverFacts[], own = facts(), purpose: CoverPurpose = 'gone', rule?: CoverRule) {
  return coverageOf(rule ?? 'hosts', own, others, { purpose, now })
}

describe('hosts', () => {
  test.each([
    ['the same', ['a.example'], [['a.example']], []],
    ['in another case and with a dot at the end', ['A.example.'], [['a.EXAMPLE']], []],
    ['in Unicode and as an A-label', ['bücher.example'], [['xn--bcher-kva.example']], []],
    ['under a wildcard', ['a.example.com'], [['*.example.com']], []],
    ['two labels under a wildcard', ['a.b.example.com'], [['*.example.com']], ['a.b.example.com']],
    ['the domain of a wildcard', ['example.com'], [['*.example.com']], ['example.com']],
    ['a wildcard', ['*.example.com'], [['*.example.com']], []],
    ['a wildcard over single hosts', ['*.example.com'], [['a.example.com']], ['*.example.com']],
    ['a wildcard under a wildcard', ['*.a.example.com'], [['*.example.com']], ['*.a.example.com']],
    ['spread over two', ['a.example', 'b.example'], [['a.example'], ['b.example']], []],
    ['one of two', ['a.example', 'b.example'], [['a.example']], ['b.example']],
    ['none there', ['a.example'], [], ['a.example']],
  ])('%s', (_, hosts, others, expected) => {
    expect(uncoveredHosts(hosts, others)).toEqual(expected)
  })
})

describe('the algorithm of a signature', () => {
  test.each([
    ['SHA256WithRSA', 'RSA'],
    ['SHA256-RSA', 'RSA'],
    ['SHA256-RSAPSS', 'RSA'],
    ['sha384WithRSAEncryption', 'RSA'],
    ['ECDSAWithSHA256', 'ECDSA'],
    ['ECDSA-SHA384', 'ECDSA'],
    ['ecdsa-with-SHA256', 'ECDSA'],
    ['Ed25519', undefined],
    ['DSA-SHA1', undefined],
    ['universal', undefined],
    ['RSA or ECDSA', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (signature, family) => {
    expect(signatureFamily(signature)).toBe(family)
  })
})

describe('covered by hosts', () => {
  test.each<[string, Partial<CoverFacts>, ReturnType<typeof coverage>]>([
    ['one that ends later', {}, 'covered'],
    ['one that ends at the same second', { end: now + hour }, 'uncovered'],
    ['one whose end nobody knows', { end: undefined }, 'uncovered'],
    ['one that is being deployed', { stage: 'pending' }, 'pending'],
    ['one that is being deployed, its end not known yet', { stage: 'pending', end: undefined }, 'pending'],
    ['one that is neither', { stage: 'other' }, 'uncovered'],
    ['one that was not read for too long', { isRecent: false }, 'uncovered'],
    ['one that is not watched', { isWatched: false }, 'covered'],
    ['itself', { certificateId: 'old' }, 'uncovered'],
    ['one of another algorithm', { signature: 'ECDSAWithSHA256' }, 'uncovered'],
    ['one of no known algorithm', { signature: undefined }, 'uncovered'],
    ['one that Cloudflare issued, of whatever algorithm', { source: 'issued', signature: undefined }, 'covered'],
    ['one for other hosts', { hosts: ['other.example'] }, 'uncovered'],
  ])('%s', (_, changes, expected) => {
    expect(coverage([other(changes)])).toBe(expected)
  })

  test('an end that is past covers nothing, although it is the later one', () => {
    expect(coverage([other({ end: now })], facts({ end: now - hour }))).toBe('uncovered')
    expect(coverage([other({ end: now + 1 })], facts({ end: now - hour }))).toBe('covered')
  })

  test('hosts or an algorithm that nobody knows are not covered', () => {
    expect(coverage([other()], facts({ hosts: [] }))).toBe('uncovered')
    expect(coverage([other({ signature: undefined })], facts({ signature: undefined }))).toBe('uncovered')
    expect(coverage([other()], facts({ end: undefined }))).toBe('uncovered')
  })

  test('only what is watched proves that an end harms nobody', () => {
    expect(coverage([other({ isWatched: false })], facts(), 'in_use')).toBe('uncovered')
    expect(coverage([other()], facts(), 'in_use')).toBe('covered')
  })

  test('an active one and one that is being deployed cover together, later', () => {
    const own = facts({ hosts: ['a.example', 'b.example'] })
    const both = [
      other({ hosts: ['a.example'] }),
      other({ hosts: ['b.example'], certificateId: 'b', stage: 'pending' }),
    ]
    expect(coverage(both, own)).toBe('pending')
  })
})

describe('covered by', () => {
  test.each<[CoverRule, Partial<CoverFacts>, ReturnType<typeof coverage>]>([
    ['any_root', {}, 'covered'],
    ['any_root', { end: now + 1 }, 'uncovered'],
    ['any_root', { stage: 'pending' }, 'pending'],
    ['same_root', { subjectAndKey: 'root' }, 'covered'],
    ['same_root', { subjectAndKey: 'another' }, 'uncovered'],
    ['same_root', {}, 'uncovered'],
    ['in_use', { inUse: true }, 'covered'],
    ['in_use', { inUse: false }, 'uncovered'],
    ['in_use', {}, 'uncovered'],
  ])('%s: %o', (rule, changes, expected) => {
    const own = facts({ hosts: [], subjectAndKey: 'root' })
    expect(coverage([other({ hosts: [], ...changes })], own, 'gone', rule)).toBe(expected)
  })

  test('same_root: roots that cannot be read are not the same', () => {
    expect(coverage([other()], facts(), 'gone', 'same_root')).toBe('uncovered')
  })
})

const host = fc.constantFrom('example.com', 'www.example.com', 'api.example.com', '*.example.com')
const anyFacts: fc.Arbitrary<CoverFacts> = fc.record({
  certificateId: fc.constantFrom('a', 'b', 'c', 'd'),
  hosts: fc.uniqueArray(host),
  end: fc.option(fc.integer({ min: now - 3 * hour, max: now + 3 * hour }), { nil: undefined }),
  stage: fc.constantFrom('active', 'pending', 'other'),
  source: fc.constantFrom('uploaded', 'issued'),
  signature: fc.constantFrom('SHA256WithRSA', 'ECDSAWithSHA256', undefined),
  isRecent: fc.boolean(),
  isWatched: fc.boolean(),
})
const better = { uncovered: 0, pending: 1, covered: 2 } as const

test('one more certificate never takes coverage away, and their order does not matter', () => {
  fc.assert(
    fc.property(
      anyFacts,
      fc.array(anyFacts),
      anyFacts,
      fc.constantFrom('in_use', 'gone'),
      (own, others, more, purpose) => {
        const without = coverage(others, own, purpose)
        expect(better[coverage([...others, more], own, purpose)]).toBeGreaterThanOrEqual(better[without])
        expect(coverage(others.toReversed(), own, purpose)).toBe(without)
      },
    ),
  )
})

test('of any certificates, the one that ends last is not covered', () => {
  fc.assert(
    fc.property(fc.array(anyFacts, { minLength: 1 }), (all) => {
      const known = all.filter(({ end }) => end !== undefined)
      const last = known.toSorted((a, b) => (b.end ?? 0) - (a.end ?? 0))[0]
      if (last) expect(coverage(all, last)).not.toBe('covered')
    }),
  )
})
