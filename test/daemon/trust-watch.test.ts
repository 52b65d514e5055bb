import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { BundleEntry } from '../../src/certificate/watch-list.ts'
import { TrustWatch } from '../../src/daemon/trust-watch.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificatesOf } from '../../src/inventory/snapshot.ts'
import { presentedIn } from '../../src/trust/presented.ts'
import { entry, facts, record } from '../support/certificates.ts'
import { readingFrom } from '../support/files-in-memory.ts'
import { checks, report, watchList } from '../support/zones.ts'
import { now, Pki } from '../trust/pki.ts'

const pki = new Pki()
const [ca, renewed] = [pki.ca('CA'), pki.ca('renewed')]
const leaf = pki.leaf('client', 'CA')
const named = entry({ trustedBy: [{ path: 'ca.pem', isDefault: false, partialChain: false }] })
const { thresholds, staleAfter } = named
const bundle: BundleEntry = { name: 'shared', path: 'bundle.pem', labels: {}, thresholds, staleAfter }
const fileAt = (path: string) => ({ path, place: { file: 'config.yaml', line: 1, column: 1, path: 'trusted_by' } })

/** A watch over two files, whose content a test changes; one that is missing cannot be read. */
function started() {
  const content = new Map<string, string>([
    ['ca.pem', ca.pem],
    ['bundle.pem', ca.pem],
  ])
  const reads: string[] = []
  const lines: { readonly msg?: string }[] = []
  let readings = 0
  const watch: TrustWatch = new TrustWatch({
    inventory: () => inventory,
    clock: { now: () => now },
    log: pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }),
    readFile: readingFrom((path) => {
      reads.push(path)
      return content.get(path)
    }),
    nextTurn: async () => undefined,
    onRead: () => {
      readings += 1
    },
  })
  const inventory = new Inventory(watch.judge)
  inventory.watch(watchList({ certificates: [named], bundles: [bundle] }), now)
  inventory.publish(
    [
      report({
        checks: checks([
          named,
          { kind: 'succeeded', record: record(), facts: facts(), presented: presentedIn(leaf.pem) },
        ]),
      }),
    ],
    now,
  )
  return {
    watch,
    content,
    reads,
    lines,
    readings: () => readings,
    reload: (...paths: readonly string[]) => watch.follow(paths.map(fileAt)),
    /** What the origin makes of the certificate; undefined: nobody knows. */
    trust: () => certificatesOf(inventory.snapshot)[0]?.trust?.map(({ finding }) => finding?.kind),
    /** How many certificates of the bundle are watched. */
    watched: () => [...inventory.snapshot.bundles.values()].flatMap((each) => [...each.certificates.keys()]).length,
  }
}

test('the files of a configuration are read, and what they hold is known at once', async () => {
  const { reload, trust, watched, reads, readings, lines } = started()
  expect(trust()).toEqual([undefined])
  await reload('ca.pem', 'bundle.pem')
  expect(reads).toEqual(['ca.pem', 'bundle.pem'])
  expect([trust(), watched(), readings()]).toEqual([['trusted'], 1, 1])
  expect(lines).toEqual([])
})

test.each([
  ['a change', (watch: TrustWatch) => watch.changed('ca.pem')],
  ['a full cycle', (watch: TrustWatch) => watch.lookAgain()],
])('another content is in force after %s, and is told', async (_, look) => {
  const { watch, reload, content, trust, lines } = started()
  await reload('ca.pem')
  content.set('ca.pem', renewed.pem)
  await look(watch)
  expect(trust()).toEqual(['untrusted'])
  expect(lines).toMatchObject([{ event: 'trust_file_changed', path: 'ca.pem', certificates: 1 }])
})

test('a change is that of one file, and the file of another configuration is none of them', async () => {
  const { watch, reload, content, watched, reads, readings } = started()
  await reload('ca.pem', 'bundle.pem')
  content.set('bundle.pem', ca.pem + renewed.pem)
  reads.length = 0
  expect(await watch.changed('ca.pem')).toBe(true)
  expect([reads, watched(), readings()]).toEqual([['ca.pem'], 1, 1])
  expect(await watch.changed('bundle.pem')).toBe(true)
  expect([watched(), readings()]).toEqual([2, 2])
  expect(await watch.changed('other.pem')).toBe(false)
})

test('a file that cannot be read takes nothing away, and is told once, with what is in force', async () => {
  const { watch, reload, content, trust, watched, lines } = started()
  await reload('ca.pem', 'bundle.pem', 'missing.pem')
  expect(watch.files.areReadable).toBe(false)
  content.clear()
  await watch.lookAgain()
  await watch.lookAgain()
  expect([trust(), watched()]).toEqual([['trusted'], 1])
  const [missing, ...others] = lines
  expect(missing).toMatchObject({ level: 40, event: 'trust_file_unreadable', path: 'missing.pem' })
  expect(missing?.msg).toMatch(/nobody knows what its origins trust: config\.yaml:1:1: trusted_by: .* does not exist/)
  expect(others).toMatchObject(
    ['ca.pem', 'bundle.pem'].map((path) => ({
      path,
      msg: expect.stringContaining('what it held before stays in force'),
    })),
  )
  content.set('ca.pem', ca.pem)
  content.set('bundle.pem', ca.pem)
  content.set('missing.pem', ca.pem)
  await watch.lookAgain()
  expect(watch.files.areReadable).toBe(true)
})

test('looks of cycles that overlap are one, and a reload lets go of what it no longer names', async () => {
  const { watch, reload, reads } = started()
  expect(watch.files.areReadable).toBeUndefined()
  await reload('ca.pem', 'bundle.pem')
  reads.length = 0
  await Promise.all([watch.lookAgain(), watch.lookAgain()])
  await watch.lookAgain()
  expect(reads).toEqual(['ca.pem', 'bundle.pem', 'ca.pem', 'bundle.pem'])
  await reload('bundle.pem')
  expect([watch.files.paths, [...watch.files.readings.keys()]]).toEqual([['bundle.pem'], ['bundle.pem']])
  expect(watch.files.anchorsOf('ca.pem')).toBeUndefined()
})
