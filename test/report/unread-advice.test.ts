import { expect, test } from 'vitest'
import type { ReadHistory, Snapshot } from '../../src/inventory/snapshot.ts'
import { adviceOn } from '../../src/report/advice/advice.ts'
import { judgedThings } from '../../src/report/judged-things.ts'
import { hostname, noon, snapshotOf, store, watched } from '../page/support/fleet.ts'

const failure = { reason: 'permission', detail: 'x' } as const
const never: ReadHistory = { lastCheck: noon, lastSuccess: undefined, failure }
const notAnyMore: ReadHistory = { lastCheck: noon, lastSuccess: noon - 7 * 3600, failure }

function said(thing: 'hostname' | 'list', snapshot: Snapshot): readonly unknown[] {
  const found = judgedThings({ snapshot, credentials: [], daemon: undefined }, noon).find(
    (each) => each.thing === thing,
  )
  if (!found) throw new Error(`there is no ${thing}`)
  const { sentence, action, runbook } = adviceOn(found)
  return [sentence, action, runbook]
}

const certificate = watched({ number: 1, name: 'x' })

const action = 'Give the credential its permission, or put the id right'
const runbook = 'CloudflareDiscoveryFailing'

test.each([
  ['never read', never, 'could not be read yet.'],
  ['not read any more', notAnyMore, 'could not be read since 2026-11-23 05:00 UTC. The last known values are shown.'],
])('a hostname, %s', (_, reading, expected) => {
  const hostnames = new Map([['a.example', hostname('a.example', undefined, reading)]])
  const sentence = `The association of this hostname ${expected}`
  expect(said('hostname', snapshotOf([certificate], { hostnames }))).toEqual([sentence, action, runbook])
})

test('a list that was never read', () => {
  expect(said('list', snapshotOf([certificate], { stores: store(never) }))).toEqual([
    'The list of the hostname store of shop.example could not be read yet. Certificates that nobody watches may be in it.',
    action,
    runbook,
  ])
})
