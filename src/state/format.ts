import type { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Remembered } from '../inventory/remembered.ts'
import type { CheckHistory, Snapshot, WatchedCertificate, WatchedZone } from '../inventory/snapshot.ts'
import { type certificateSchema, fileSchema, formatName, formatVersion, type zoneSchema } from './schema.ts'

export interface State extends Remembered {
  readonly writtenAt: UnixSeconds
}

export type StateReading =
  | { readonly ok: true; readonly state: State }
  | { readonly ok: false; readonly detail: string }

/** The file's text: plain facts only, no PEM, no secret, no configuration. */
export function writeState(snapshot: Snapshot, now: UnixSeconds): string {
  const zones = [...snapshot.zones.values()]
  const certificates = zones.flatMap((zone) => [...zone.certificates].map(([key, each]) => [key, certificateOf(each)]))
  const discoveries = [...snapshot.discoveries].map(([name, { listed, reading }]) => [name, { listed, reading }])
  const content = {
    format: formatName,
    version: formatVersion,
    writtenAt: now,
    certificates: Object.fromEntries(certificates),
    zones: Object.fromEntries(zones.filter(isRead).map((zone) => [zone.zoneId, zoneOf(zone)])),
    discoveries: Object.fromEntries(discoveries),
  }
  return `${JSON.stringify(content, (_, value) => (value === undefined ? null : value))}\n`
}

function certificateOf({ known, check }: WatchedCertificate) {
  return { known, check }
}

function isRead({ hostnames, stores, zoneSwitch }: WatchedZone): boolean {
  return hostnames.size > 0 || stores.size > 0 || zoneSwitch.reading.lastCheck !== undefined
}

function zoneOf({ hostnames, stores, zoneSwitch }: WatchedZone) {
  return {
    hostnames: Object.fromEntries(
      [...hostnames].map(([name, { association, reading }]) => [name, { association, reading }]),
    ),
    stores: Object.fromEntries(
      [...stores].map(([kind, { listed, reading, emptyListings }]) => [kind, { listed, reading, emptyListings }]),
    ),
    zoneSwitch,
  }
}

/** Reads a file's text. Never throws. */
export function readState(content: string): StateReading {
  const result = fileSchema.safeParse(parseJson(content))
  if (!result.success) return { ok: false, detail: describe(result.error) }
  const { writtenAt, certificates, zones, discoveries } = result.data
  return {
    ok: true,
    state: {
      writtenAt,
      certificates: mapOf(certificates, fromFile),
      zones: mapOf(zones, zoneFromFile),
      discoveries: mapOf(discoveries, (discovery) => discovery),
    },
  }
}

function fromFile({ known, check }: z.infer<typeof certificateSchema>): {
  readonly known: WatchedCertificate['known']
  readonly check: CheckHistory
} {
  return { known, check }
}

function zoneFromFile({ hostnames, stores, zoneSwitch }: z.infer<typeof zoneSchema>) {
  return {
    hostnames: new Map(Object.entries(hostnames)),
    stores: new Map(
      (['hostname', 'zone'] as const).flatMap((kind) => {
        const store = stores[kind]
        return store ? [[kind, store] as const] : []
      }),
    ),
    zoneSwitch,
  }
}

function mapOf<A, B>(record: Readonly<Record<string, A>>, convert: (value: A) => B): ReadonlyMap<string, B> {
  return new Map(Object.entries(record).map(([key, value]) => [key, convert(value)]))
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function describe({ issues: [issue] }: z.ZodError): string {
  if (!issue || issue.path.length === 0) return 'it is not JSON, or not whole'
  return `${issue.path.join('.')}: ${issue.message}`
}
