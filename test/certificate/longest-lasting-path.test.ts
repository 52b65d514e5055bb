import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Link, longestLastingPath } from '../../src/certificate/longest-lasting-path.ts'
import { runsOf } from '../support/sample.ts'

const name = fc.constantFrom('a', 'b', 'c', 'd')
const keyId = fc.constantFrom(undefined, undefined, '01', '02')
const link = fc.record<Link>({
  issuer: name,
  subject: name,
  authorityKeyId: keyId,
  subjectKeyId: keyId,
  notAfter: fc.integer({ min: 0, max: 20 }),
})

const agree = (one: string | undefined, other: string | undefined) => !one || !other || one === other
const isIssuer = (parent: Link, child: Link) =>
  parent.subject === child.issuer && agree(parent.subjectKeyId, child.authorityKeyId)
const endOf = (way: readonly Link[]) => Math.min(...way.map(({ notAfter }) => notAfter))

/** Every way from a leaf up, one certificate after the other, until none is left, one comes again, or a root is there. */
function everyWay(way: readonly Link[], others: readonly Link[]): (readonly Link[])[] {
  const last = way.at(-1)
  if (!last) return []
  const issuers = isIssuer(last, last) ? [] : others.filter((other) => isIssuer(other, last))
  if (issuers.length === 0 || issuers.some((issuer) => isIssuer(issuer, issuer))) return [way]
  return issuers.flatMap((issuer) => (way.includes(issuer) ? [way] : everyWay([...way, issuer], others)))
}

test('the way is one of all ways, and none of them lasts longer', () => {
  fc.assert(
    fc.property(link, fc.array(link, { maxLength: 7 }), (leaf, others) => {
      const way = longestLastingPath(leaf, others)
      const all = everyWay([leaf], others).map((each) => each.slice(1))
      expect(all).toContainEqual(way)
      expect(endOf(way)).toBe(Math.max(...all.map(endOf)))
    }),
    { numRuns: runsOf(500) },
  )
})

test('the order of the certificates says nothing of the end', () => {
  const shuffled = fc
    .array(link, { maxLength: 9 })
    .chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })))
  fc.assert(
    fc.property(link, shuffled, (leaf, [one, other]) => {
      expect(endOf(longestLastingPath(leaf, one))).toBe(endOf(longestLastingPath(leaf, other)))
    }),
  )
})

test('certificates there twice, and strangers, change nothing', () => {
  const stranger: Link = { issuer: 'x', subject: 'y', authorityKeyId: undefined, subjectKeyId: undefined, notAfter: 0 }
  fc.assert(
    fc.property(link, fc.array(link, { maxLength: 4 }), (leaf, others) => {
      const more = [stranger, ...others, ...others.map((each) => ({ ...each })), stranger]
      expect(longestLastingPath(leaf, more)).toEqual(longestLastingPath(leaf, others))
    }),
  )
})

test('the work is bounded where every certificate issued every other one', () => {
  let reads = 0
  const links = Array.from({ length: 9 }, (_, index) => {
    const countingName = () => {
      reads++
      return 'all'
    }
    const keys = { authorityKeyId: 'theirs', subjectKeyId: 'theirs', notAfter: index }
    return Object.defineProperty({ ...keys, issuer: '', subject: '' }, 'issuer', { get: countingName })
  })
  const leaf = { issuer: '', subject: 'leaf', authorityKeyId: undefined, subjectKeyId: undefined, notAfter: 100 }
  longestLastingPath(leaf, links)
  expect(reads).toBeLessThan(1_000)
})
