import type { BundleEntry } from '../certificate/watch-list.ts'
import type { DisplayedCertificate } from './displayed-certificate.ts'
import { certificatesOf, type ReadHistory, type Snapshot } from './snapshot.ts'

/** What is known of a CA file that is watched by itself. */
export interface WatchedBundle {
  readonly scope: 'bundle'
  /** The bundle's name. */
  readonly scopeId: string
  /** The path of the file. */
  readonly name: string
  readonly entry: BundleEntry
  /** By key, in the order of the file: those of the last good reading. */
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
  readonly reading: ReadHistory
}

/** Those that Cloudflare keeps, and those of CA files. */
export function allCertificatesOf(snapshot: Snapshot): readonly DisplayedCertificate[] {
  const ofBundles = [...snapshot.bundles.values()].flatMap(({ certificates }) => [...certificates.values()])
  return [...certificatesOf(snapshot), ...ofBundles]
}
