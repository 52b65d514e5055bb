import { crossCheck } from '../../../src/certificate/crosscheck.ts'
import type { CertificateEntry, CertificateFacts, CertificateRecord } from '../../../src/certificate/model.ts'
import type { HostnameEntry, StoreEntry } from '../../../src/certificate/watch-list.ts'
import type {
  Association,
  CheckHistory,
  ReadHistory,
  Snapshot,
  WatchedCertificate,
  WatchedHostname,
  WatchedZone,
} from '../../../src/inventory/snapshot.ts'
import { keyOf } from '../../../src/inventory/snapshot.ts'

export const noon = Date.parse('2026-11-23T12:00:00Z') / 1000
export const day = 86_400

export const shop = '023e105f4ecef8ad9ca31a8372d0c353'
export const api = '19b58f4f9d2c4e7f8a6b5c4d3e2f1a0b'

const terms = {
  credentials: 'default',
  labels: { team: 'payments' },
  thresholds: {
    warning: { kind: 'duration', seconds: 30 * day },
    critical: { kind: 'duration', seconds: 14 * day },
  },
  staleAfter: 6 * 3600,
} as const

export interface Description {
  readonly number: number
  readonly name: string
  readonly daysLeft?: number
  readonly entry?: Partial<CertificateEntry>
  readonly facts?: Partial<CertificateFacts>
  readonly record?: Partial<CertificateRecord>
  readonly check?: Partial<CheckHistory>
  readonly use?: Partial<WatchedCertificate['use']>
  readonly isUnknown?: boolean
}

/** A certificate as the daemon would know it, an hour after the last check. */
export function watched(description: Description): WatchedCertificate {
  const { number, name, daysLeft = 200, isUnknown = false } = description
  const notAfter = noon + daysLeft * day
  const facts: CertificateFacts = {
    notBefore: notAfter - 365 * day,
    notAfter,
    chain: [],
    chainNotAfter: undefined,
    serialNumber: '315058594055281896516801703885827625507384',
    issuer: 'CN=Origin CA,O=Example',
    subject: `CN=${name}`,
    commonName: undefined,
    signatureAlgorithm: 'SHA256-RSA',
    publicKey: 'RSA 2048',
    fingerprintSha256: 'ab'.repeat(32),
    problems: [],
    ...description.facts,
  }
  const record: CertificateRecord = {
    status: 'active',
    expiresOn: facts.notAfter,
    uploadedOn: facts.notBefore,
    issuer: facts.issuer,
    serialNumber: facts.serialNumber,
    signature: 'SHA256-RSA',
    ...description.record,
  }
  return {
    entry: {
      ...terms,
      kind: 'hostname',
      scopeId: shop,
      placeName: 'shop.example',
      certificateId: `5e4f1c2a-7b3d-4e60-9a8c-${String(number).padStart(12, '0')}`,
      name,
      ...description.entry,
    },
    known: isUnknown
      ? undefined
      : { facts, record, mismatches: crossCheck(facts, record), statusSince: noon - 9 * day },
    check: { lastCheck: noon - 180, lastSuccess: noon - 180, failure: undefined, absences: 0, ...description.check },
    use: { hostnames: [], inUse: undefined, ...description.use },
  }
}

export const working: ReadHistory = { lastCheck: noon - 180, lastSuccess: noon - 180, failure: undefined }

export function hostname(name: string, association: Association | undefined, reading = working): WatchedHostname {
  const entry: HostnameEntry = { ...terms, zoneId: shop, zone: 'shop.example', hostname: name }
  return { entry, association, reading, presents: undefined }
}

export function store(reading: ReadHistory): WatchedZone['stores'] {
  const entry: StoreEntry = {
    ...terms,
    scopeId: shop,
    placeName: 'shop.example',
    kind: 'hostname',
    watches: 'all',
    exclude: new Set(),
  }
  return new Map([['hostname', { entry, listed: [], reading, emptyListings: 0 }]])
}

export function snapshotOf(
  certificates: readonly WatchedCertificate[],
  more: Partial<Pick<WatchedZone, 'hostnames' | 'stores' | 'zoneSwitch'>> = {},
): Snapshot {
  const byZone = Map.groupBy(certificates, ({ entry }) => entry.scopeId)
  const zones = [...byZone].map(([zoneId, own]): [string, WatchedZone] => [
    `zone/${zoneId}`,
    {
      scope: 'zone',
      scopeId: zoneId,
      name: own[0]?.entry.placeName ?? zoneId,
      certificates: new Map(own.map((certificate) => [keyOf(certificate.entry), certificate])),
      hostnames: new Map(),
      stores: new Map(),
      zoneSwitch: {
        isFresh: true,
        labels: {},
        enabled: undefined,
        reading: { lastCheck: undefined, lastSuccess: undefined, failure: undefined },
      },
      ...(zoneId === shop && more),
    },
  ])
  return { places: new Map(zones), discoveries: new Map(), bundles: new Map() }
}

/** One for each thing that can be seen of a certificate. */
export const manifold: readonly WatchedCertificate[] = [
  watched({ number: 1, name: 'payments-api', daysLeft: 240, use: { hostnames: ['pay.shop.example'], inUse: true } }),
  watched({ number: 2, name: 'ended', daysLeft: -3, use: { hostnames: ['www.shop.example'], inUse: true } }),
  watched({ number: 3, name: 'ended-and-unused', daysLeft: -40, use: { inUse: false } }),
  watched({ number: 4, name: 'ends-next-week', daysLeft: 8 }),
  watched({ number: 5, name: 'ends-next-month', daysLeft: 25 }),
  watched({ number: 6, name: 'other-serial', record: { serialNumber: '17' } }),
  watched({ number: 7, name: 'timed-out', record: { status: 'deployment_timed_out' } }),
  watched({
    number: 8,
    name: 'server-only',
    facts: {
      problems: ['no_client_auth'],
      chain: [{ subject: 'CN=Origin CA,O=Example', notAfter: noon + 900 * day }],
      chainNotAfter: noon + 900 * day,
    },
  }),
  watched({
    number: 9,
    name: 'not-reached',
    daysLeft: 120,
    entry: { scopeId: api, placeName: 'api.example' },
    check: {
      lastSuccess: noon - 2 * day,
      failure: { reason: 'timeout', detail: 'no whole answer after 10 s' },
    },
  }),
  watched({
    number: 10,
    name: 'wrong-id',
    entry: { scopeId: api, placeName: 'api.example' },
    isUnknown: true,
    check: {
      lastSuccess: undefined,
      failure: { reason: 'not_found', status: 404, code: 1551, detail: 'certificate not found' },
      absences: 2,
    },
  }),
]

export const manifoldHostnames: WatchedZone['hostnames'] = new Map(
  [
    hostname('pay.shop.example', { state: 'enabled', certificateId: 'x', status: 'active' }),
    hostname('off.shop.example', { state: 'disabled', certificateId: 'x', status: 'active' }),
    hostname('bare.shop.example', { state: 'none', certificateId: undefined, status: undefined }),
    hostname('lost.shop.example', undefined, {
      lastCheck: noon - 180,
      lastSuccess: undefined,
      failure: { reason: 'permission', detail: 'Authentication error' },
    }),
  ].map((each) => [each.entry.hostname, each]),
)
