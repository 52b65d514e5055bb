import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { factsOfAuthority } from '../../src/certificate/parse.ts'
import type { BundleEntry } from '../../src/certificate/watch-list.ts'
import { BundleReadings } from '../../src/daemon/bundle-readings.ts'
import { foundIn } from '../../src/inventory/bundles.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import type { WatchedBundle } from '../../src/inventory/watched-bundle.ts'
import { readCaFile } from '../../src/trust/ca-file.ts'
import { readPathCertificate } from '../../src/trust/path-certificate.ts'
import { entry } from '../support/certificates.ts'
import { watchList } from '../support/zones.ts'
import { inDays, type Made, now, Pki } from '../trust/pki.ts'

const pki = new Pki()
const old = pki.ca('old', { subject: 'CA', key: 'CA', until: inDays(10) })
const renewed = pki.ca('renewed', { subject: 'CA', key: 'CA', until: inDays(400) })
const later = pki.ca('later', { subject: 'CA', key: 'CA', from: inDays(11), until: inDays(400) })
const otherKey = pki.ca('other key', { subject: 'CA', key: 'another', until: inDays(400) })
const other = pki.ca('other', { until: inDays(60) })
const unnamed = ['a', 'b'].map((key) => pki.ca(key, { subject: [], key, until: inDays(key === 'a' ? 10 : 20) }))

const { thresholds, staleAfter } = entry()
function bundle(differences: Partial<BundleEntry> = {}): BundleEntry {
  return { name: 'shared', path: 'ca.pem', labels: { team: 'web' }, thresholds, staleAfter, ...differences }
}

function anchorsOf(pem: string) {
  const file = readCaFile(pem)
  if (!file.ok) throw new Error(file.detail)
  return file.anchors
}

const readings = new BundleReadings()
function outcomesOf(made: readonly Made[] | 'broken', path = 'ca.pem') {
  const place = { file: 'config.yaml', line: 1, column: 1, path: 'bundles[0].path' }
  const reading =
    made === 'broken'
      ? { anchors: undefined, digest: undefined, problem: { ...place, text: 'it is broken' } }
      : { anchors: anchorsOf(made.map(({ pem }) => pem).join('')), digest: '', problem: undefined }
  return readings.outcomes(new Map([[path, reading]]), new Set([path]))
}

function watching(bundles: readonly BundleEntry[] = [bundle()]): Inventory {
  const inventory = new Inventory()
  inventory.watch(watchList({ bundles }), now)
  return inventory
}

function certificatesIn(inventory: Inventory, name = 'shared') {
  return [...(inventory.snapshot.bundles.get(name)?.certificates.values() ?? [])]
}

test('every certificate of the file is one, once, by the name of the bundle and its fingerprint', () => {
  const inventory = watching()
  inventory.publishBundles(outcomesOf([old, other, old]), now)
  const found = certificatesIn(inventory)
  expect(found.map((each) => each.entry)).toMatchObject([
    { kind: 'bundle', scopeId: 'shared', placeName: 'ca.pem', name: 'shared: CA', labels: { team: 'web' } },
    { kind: 'bundle', scopeId: 'shared', placeName: 'ca.pem', name: 'shared: other', labels: { team: 'web' } },
  ])
  const id = createHash('sha256').update(`shared\n${old.fingerprint}`).digest('hex').slice(0, 32)
  expect(found[0]?.entry.certificateId).toBe(id)
  expect(found.map(({ known }) => known?.facts?.notAfter)).toEqual([inDays(10), inDays(60)])
  expect(found.map(({ check }) => check)).toMatchObject([{ lastSuccess: now }, { lastSuccess: now }])
})

test('a bundle with another name has other identities for the same certificates', () => {
  const inventory = watching([bundle(), bundle({ name: 'again' })])
  inventory.publishBundles(outcomesOf([old]), now)
  const ids = ['shared', 'again'].flatMap((name) =>
    certificatesIn(inventory, name).map((each) => each.entry.certificateId),
  )
  expect(new Set(ids).size).toBe(2)
})

test.each<[string, readonly Made[], readonly (boolean | undefined)[]]>([
  ['a renewed one with the same subject and key', [old, renewed], [false, undefined]],
  ['the order in the file does not matter', [renewed, old], [undefined, false]],
  ['one with another key', [old, otherKey], [undefined, undefined]],
  ['one with another subject', [old, other], [undefined, undefined]],
  ['one that begins only after the end', [old, later], [undefined, undefined]],
  [
    'one that begins later, where another one is there in the meantime',
    [old, renewed, later],
    [false, undefined, undefined],
  ],
  ['no subject is no name', unnamed, [undefined, undefined]],
])('its end harms nobody only beside a renewed one: %s', (_, made, inUse) => {
  const inventory = watching()
  inventory.publishBundles(outcomesOf(made), now)
  expect(certificatesIn(inventory).map(({ use }) => use.inUse)).toEqual(inUse)
})

test('a file that cannot be read takes nothing away, and says so of each of its certificates', () => {
  const inventory = watching()
  inventory.publishBundles(outcomesOf([old, other]), now)
  const before = certificatesIn(inventory)
  inventory.publishBundles(outcomesOf('broken'), now + 60)
  const after = certificatesIn(inventory)
  expect(after.map(({ known }) => known)).toEqual(before.map(({ known }) => known))
  expect(after.map(({ check }) => check)).toMatchObject(
    before.map(() => ({
      lastSuccess: now,
      lastCheck: now + 60,
      failure: { reason: 'ca_file', detail: 'it is broken' },
    })),
  )
  inventory.publishBundles(outcomesOf([other]), now + 120)
  expect(certificatesIn(inventory).map(({ entry: { name } }) => name)).toEqual(['shared: other'])
})

test('what has not changed stays the same object, so that written lines are kept', () => {
  const inventory = watching()
  const outcomes = outcomesOf([old])
  inventory.publishBundles(outcomes, now)
  const [before] = certificatesIn(inventory)
  inventory.publishBundles(outcomes, now + 60)
  const [after] = certificatesIn(inventory)
  expect(after?.entry).toBe(before?.entry)
  expect(after?.known).toBe(before?.known)
  expect(after?.use).toBe(before?.use)
})

test('a reload keeps what is known, with the new labels; a bundle that leaves takes its certificates along', () => {
  const inventory = watching()
  inventory.publishBundles(outcomesOf([old]), now)
  inventory.watch(watchList({ bundles: [bundle({ labels: { team: 'api' }, path: 'moved.pem' })] }), now)
  expect(certificatesIn(inventory).map((each) => [each.entry.labels, each.known?.facts?.notAfter])).toEqual([
    [{ team: 'api' }, inDays(10)],
  ])
  inventory.publishBundles(outcomesOf([other], 'moved.pem'), now)
  expect(certificatesIn(inventory).map((each) => each.entry.name)).toEqual(['shared: other'])
  inventory.watch(watchList({ bundles: [] }), now)
  expect(inventory.snapshot.bundles.size).toBe(0)
})

test('of several shards one watches a bundle, by its name', () => {
  const inventory = new Inventory()
  inventory.watch(watchList({ bundles: [bundle(), bundle({ name: 'foreign' })], owns: (id) => id === 'shared' }), now)
  expect([...inventory.snapshot.bundles.keys()]).toEqual(['shared'])
})

test('an earlier process is remembered until the file was read', () => {
  const facts = [old, renewed].map(factsOf)
  const saved = { certificates: facts, reading: { lastCheck: now - 60, lastSuccess: now - 60, failure: undefined } }
  const nothing = { certificates: new Map(), zones: new Map(), accounts: new Map(), discoveries: new Map() }
  const remembered = { ...nothing, bundles: new Map([['shared', saved]]) }
  const inventory = watching()
  inventory.publishBundles(outcomesOf('broken'), now)
  inventory.restore(remembered, now)
  expect(foundIn(bundleOf(inventory))).toEqual(facts)
  expect(
    certificatesIn(inventory).map(({ use, check }) => [use.inUse, check.lastSuccess, check.failure?.reason]),
  ).toEqual([
    [false, now - 60, 'ca_file'],
    [undefined, now - 60, 'ca_file'],
  ])
  inventory.publishBundles(outcomesOf([other]), now)
  inventory.restore(remembered, now)
  expect(foundIn(bundleOf(inventory))).toEqual([factsOf(other)])
})

function bundleOf({ snapshot }: Inventory): WatchedBundle {
  const found = snapshot.bundles.get('shared')
  if (!found) throw new Error('the bundle is not watched')
  return found
}

function factsOf(made: Made) {
  const read = readPathCertificate(made.der)
  if (!read) throw new Error(`${made.name} cannot be read`)
  return factsOfAuthority(read.fields)
}
