import type { CertificateFacts, UnixSeconds } from '../certificate/model.ts'
import type { BundleEntry } from '../certificate/watch-list.ts'
import { bundleCertificate } from './bundle-certificate.ts'
import { subjectAndKeyOf } from './cover-facts.ts'
import { afterReading, type ReadOutcome } from './listing-outcome.ts'
import { unreadSince } from './merge.ts'
import { reconcileReading } from './reconcile.ts'
import { keyOf, type ReadHistory, type Snapshot } from './snapshot.ts'
import { reuseIfEqual, reuseIfSameEntries } from './structural-sharing.ts'
import type { WatchedBundle } from './watched-bundle.ts'

type Bundles = Snapshot['bundles']

/** What survives a restart. */
export interface SavedBundle {
  readonly certificates: readonly CertificateFacts[]
  readonly reading: ReadHistory
}

/** Watches exactly these CA files. What is known of a name stays until its file, which may be another one now, was read. */
export function watchBundles(entries: readonly BundleEntry[], before: Bundles, now: UnixSeconds): Bundles {
  const watched = entries.map((each) => {
    const known = before.get(each.name)
    const entry = reuseIfEqual(known?.entry, each)
    const isSame = known?.entry === entry
    return [
      entry.name,
      isSame ? known : bundleOf(entry, known ? foundIn(known) : [], known?.reading ?? unreadSince(now), known),
    ] as const
  })
  return reuseIfSameEntries(before, new Map(watched))
}

/**
 * The CA files after they were read again. A failure takes nothing away.
 * @param outcomes by path; a file that was not read is not in it
 */
export function bundlesAfter(
  before: Bundles,
  outcomes: ReadonlyMap<string, ReadOutcome<readonly CertificateFacts[]>>,
  now: UnixSeconds,
): Bundles {
  const read = [...before].map(([name, bundle]) => {
    const outcome = outcomes.get(bundle.entry.path)
    if (!outcome) return [name, bundle] as const
    const found = outcome.ok ? outcome.value : foundIn(bundle)
    return [name, bundleOf(bundle.entry, found, afterReading(bundle.reading, outcome, now), bundle)] as const
  })
  return new Map(read)
}

/** The CA files with what an earlier process knew of them. What this one has already read wins. */
export function restoreBundles(before: Bundles, remembered: ReadonlyMap<string, SavedBundle>): Bundles {
  const restored = [...before].map(([name, bundle]) => {
    const saved = remembered.get(name)
    if (!saved || bundle.reading.lastSuccess !== undefined) return [name, bundle] as const
    const reading = reconcileReading(bundle.reading, saved.reading)
    return [name, bundleOf(bundle.entry, saved.certificates, reading, bundle)] as const
  })
  return new Map(restored)
}

/** What is known of the certificates of a CA file. */
export function foundIn({ certificates }: WatchedBundle): readonly CertificateFacts[] {
  return [...certificates.values()].flatMap(({ known }) => known?.facts ?? [])
}

function bundleOf(
  entry: BundleEntry,
  found: readonly CertificateFacts[],
  reading: ReadHistory,
  before: WatchedBundle | undefined,
): WatchedBundle {
  const known = new Map(
    [...(before?.certificates.values() ?? [])].map((each) => [each.known?.facts?.fingerprintSha256, each]),
  )
  const twins = Map.groupBy(found, subjectAndKeyOf)
  const certificates = found.map((facts) => {
    const key = subjectAndKeyOf(facts)
    const others = key === undefined ? [] : (twins.get(key) ?? [])
    const terms = { bundle: entry, reading, isRenewed: others.some((other) => takesThePlaceOf(other, facts)) }
    const certificate = bundleCertificate(facts, terms, known.get(facts.fingerprintSha256))
    return [keyOf(certificate.entry), certificate] as const
  })
  return { scope: 'bundle', scopeId: entry.name, name: entry.path, entry, certificates: new Map(certificates), reading }
}

/** Of two with the same subject and key. There must be no gap between them. */
function takesThePlaceOf(other: CertificateFacts, { notAfter }: CertificateFacts): boolean {
  return other.notAfter > notAfter && other.notBefore <= notAfter
}
