import type { StoreEntry } from '../../src/certificate/watch-list.ts'
import type { DisplayedZone } from '../../src/exposition/aspects.ts'
import { cachedFamilies } from '../../src/exposition/cached-families.ts'
import { type CachedPage, writeCachedPage } from '../../src/exposition/cached-page.ts'
import { writeCountdown } from '../../src/exposition/countdown.ts'
import type { Part } from '../../src/exposition/deflated-part.ts'
import { type Body, plainBody } from '../../src/exposition/page-body.ts'
import type { DisplayedCertificate } from '../../src/inventory/displayed-certificate.ts'
import { neverRead } from '../../src/inventory/merge.ts'
import {
  type Association,
  type CertificateUse,
  keyOf,
  type ReadHistory,
  type WatchedCertificate,
  type WatchedHostname,
  type WatchedStore,
  type WatchedZone,
} from '../../src/inventory/snapshot.ts'
import { noon } from './certificates.ts'
import { hostnameEntry, storeEntry } from './zones.ts'

export const readAtNoon: ReadHistory = { lastCheck: noon, lastSuccess: noon, failure: undefined }
export const failedAtNoon: ReadHistory = {
  lastCheck: noon,
  lastSuccess: noon - 3600,
  failure: { reason: 'network', detail: 'x' },
}

const unknownUse: CertificateUse = { hostnames: [], inUse: undefined }

export function zone({
  certificates = [],
  hostnames = [],
  stores = [],
  ...differences
}: {
  readonly certificates?: readonly (Omit<WatchedCertificate, 'use'> & { readonly use?: CertificateUse })[]
  readonly hostnames?: readonly WatchedHostname[]
  readonly stores?: readonly WatchedStore[]
} & Partial<Pick<WatchedZone, 'scopeId' | 'name' | 'zoneSwitch'>> = {}): WatchedZone {
  return {
    scope: 'zone',
    scopeId: '023e105f4ecef8ad9ca31a8372d0c353',
    name: 'example.com',
    zoneSwitch: { isFresh: true, labels: {}, enabled: undefined, reading: neverRead },
    ...differences,
    certificates: new Map(
      certificates.map((certificate) => [
        keyOf(certificate.entry),
        { ...certificate, use: certificate.use ?? unknownUse },
      ]),
    ),
    hostnames: new Map(hostnames.map((hostname) => [hostname.entry.hostname, hostname])),
    stores: new Map(stores.map((store) => [store.entry.kind, store])),
  }
}

export function hostname(
  association: Association | undefined,
  differences: Partial<WatchedHostname> = {},
): WatchedHostname {
  const reading = association ? readAtNoon : neverRead
  return {
    entry: hostnameEntry({ labels: { team: 'web' } }),
    association,
    reading,
    presents: undefined,
    ...differences,
  }
}

export function store(
  differences: Partial<WatchedStore> = {},
  entryDifferences: Partial<StoreEntry> = {},
): WatchedStore {
  const of = storeEntry({ labels: {}, ...entryDifferences })
  return { entry: of, listed: undefined, reading: neverRead, emptyListings: 0, ...differences }
}

/** What is exposed of zones, as a reader gets it. */
export async function exposed(zones: readonly DisplayedZone[], now = noon): Promise<string> {
  const page = await writeCachedPage(zones, now, undefined)
  return textOf(await partsOf(page, zones, now))
}

/** The cached families and the days that go with them. */
export async function partsOf(
  page: CachedPage,
  zones: readonly DisplayedZone[],
  now: number,
): Promise<readonly Part[]> {
  return [...page.families.map(({ whole }) => whole), ...(await writeCountdown(zones, now, page.labels))]
}

export async function textOf(parts: readonly Part[]): Promise<string> {
  return (await bytesOf(plainBody(parts))).toString()
}

export async function bytesOf({ pieces }: Body): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** All cached lines about one certificate, at once and without headers. */
export function linesAbout(certificate: DisplayedCertificate, now = noon): string {
  const all: DisplayedZone = { ...zone(), certificates: new Map([['key', certificate]]) }
  return cachedFamilies()
    .map(({ write }) => write(all, now, new WeakMap()))
    .join('')
}
