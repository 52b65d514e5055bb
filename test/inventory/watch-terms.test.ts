import { expect, test } from 'vitest'
import type { Threshold } from '../../src/certificate/model.ts'
import { watchTermsOf } from '../../src/inventory/watch-terms.ts'
import { facts } from '../support/certificates.ts'
import { hostnameEntry } from '../support/zones.ts'

const day = 86_400
const days = (count: number): Threshold => ({ kind: 'duration', seconds: count * day })

test('one hostname: as its entry says', () => {
  const only = hostnameEntry({ labels: { team: 'web' }, credentials: 'theirs' })
  const { labels, thresholds, credentials, staleAfter } = only
  expect(watchTermsOf([only], undefined)).toEqual({ labels, thresholds, credentials, staleAfter })
})

test('a label counts where all have it with one value', () => {
  const all = hostnameEntry({ labels: { team: 'web', tier: '1', only: 'first' } })
  const terms = watchTermsOf([all, hostnameEntry({ labels: { team: 'web', tier: '2', more: 'x' } })], undefined)
  expect(terms.labels).toEqual({ team: 'web' })
})

test('of each severity the longest threshold, whosever it is', () => {
  const long = hostnameEntry({ thresholds: { warning: days(60), critical: days(7) } })
  const near = hostnameEntry({ thresholds: { warning: days(30), critical: days(14) } })
  expect(watchTermsOf([long, near], undefined).thresholds).toEqual({ warning: days(60), critical: days(14) })
})

test('a share counts by the lifetime of the certificate, which a new one may not have told yet', () => {
  const share: Threshold = { kind: 'share', share: 0.33 }
  const shared = hostnameEntry({ thresholds: { warning: share, critical: days(7) } })
  const fixed = hostnameEntry({ thresholds: { warning: days(45), critical: days(7) } })
  // A third of 180 days.
  expect(watchTermsOf([fixed, shared], facts()).thresholds.warning).toEqual(share)
  expect(watchTermsOf([fixed, shared], undefined).thresholds.warning).toEqual(days(45))
})
