import type { UnixSeconds } from '../certificate/model.ts'
import { expiryOf } from '../certificate/urgency.ts'
import { hostnameStates, type ReadHistory, type WatchedHostname, type WatchedStore } from '../inventory/snapshot.ts'
import { certificatesInOwnStore } from '../inventory/zone-switch.ts'
import { hostnameJudgementChangesAt, isHostnameUnjudged, judgeHostname } from '../judgement/hostname.ts'
import { severityNumbers } from '../judgement/severity.ts'
import { idNames, isPresentedFor } from '../kinds/kinds.ts'
import { presentedUntil } from '../trust/overall.ts'
import type { Aspect, DisplayedAccount, DisplayedPlace, DisplayedZone } from './aspects.ts'
import { type Labels, labelledSample, type Sample, sampleOf } from './family.ts'

/** The families of one kind of thing in a zone. */
interface ThingFamily<Thing> {
  readonly name: string
  readonly help: string
  readonly reads: readonly Aspect[]
  readonly samples: (thing: Thing, zone: DisplayedZone, now: UnixSeconds) => readonly Sample[]
  /** The moments at which the samples change by time alone. */
  readonly changesAt?: (thing: Thing) => readonly UnixSeconds[]
}

/** What is exposed of each watched hostname. */
export const hostnameFamilies: readonly ThingFamily<WatchedHostname>[] = [
  {
    name: 'cloudflare_cert_hostname_state',
    help: '1 for the present state of the hostname, 0 for the others. In state disabled nothing is presented.',
    reads: ['association'],
    samples: ({ association }) =>
      association ? hostnameStates.map((state) => labelledSample({ state }, Number(state === association.state))) : [],
  },
  {
    name: 'cloudflare_cert_hostname_info',
    help: 'Which certificate is assigned to the hostname. Always 1.',
    reads: ['association'],
    samples: ({ association }) => {
      const isAssigned = association?.state === 'enabled' || association?.state === 'disabled'
      const id = isAssigned ? association.certificateId : undefined
      return id === undefined ? [] : [labelledSample({ certificate_id: id }, 1)]
    },
  },
  {
    name: 'cloudflare_cert_hostname_expiry_timestamp_seconds',
    help: 'The expiry of the certificate that is presented for the hostname, through every rotation, Unix seconds.',
    reads: ['association', 'known', 'trust'],
    samples: ({ presents }, { certificates }) => {
      const { known, trust } = (presents === undefined ? undefined : certificates.get(presents)) ?? {}
      return sampleOf(expiryOf(known?.facts, known?.record, presentedUntil(trust)))
    },
  },
  {
    name: 'cloudflare_cert_hostname_check_success',
    help: '1 where the last reading of the hostname worked, else 0. It is 0 before the first reading.',
    reads: ['hostname_reading'],
    samples: ({ reading }) => sampleOf(successOf(reading)),
  },
  {
    name: 'cloudflare_cert_hostname_last_success_timestamp_seconds',
    help: 'When a reading of the hostname last worked, Unix seconds.',
    reads: ['hostname_reading'],
    samples: ({ reading }) => sampleOf(reading.lastSuccess),
  },
  {
    name: 'cloudflare_cert_hostname_severity',
    help: 'How urgent the hostname is, as the alerts have it: 0 ok, 1 info, 2 warning, 3 critical; absent while nothing is known of it.',
    reads: ['association', 'hostname_reading', 'switch', 'stores'],
    samples: (hostname, zone, now) => {
      const judgement = judgeHostname(hostname, zone, now)
      return sampleOf(isHostnameUnjudged(judgement) ? undefined : severityNumbers[judgement.severity])
    },
    changesAt: hostnameJudgementChangesAt,
  },
]

export const zoneSwitchFamilies: readonly ThingFamily<DisplayedZone>[] = [
  {
    name: 'cloudflare_cert_zone_enabled',
    help: "1 where the zone's own store is on, 0 where it is off; absent once the reading is older than stale_after.",
    reads: ['switch'],
    samples: ({ zoneSwitch: { enabled, isFresh, labels } }) =>
      enabled === undefined || !isFresh ? [] : [labelledSample(labels, Number(enabled))],
  },
  {
    name: 'cloudflare_cert_zone_certificates',
    help: "How many certificates the zone's own store has by its last good list; absent until that and its switch were read.",
    reads: ['switch', 'stores'],
    samples: (zone) => {
      const { enabled, labels } = zone.zoneSwitch
      const count = certificatesInOwnStore(zone)
      return count === undefined || enabled === undefined ? [] : [labelledSample(labels, count)]
    },
  },
]

/** The families of one listed store. Those of zones say nothing of an account's store, and the other way around. */
interface StoreFamily {
  readonly name: string
  readonly help: string
  readonly reads: readonly Aspect[]
  readonly samples: (store: WatchedStore, place: DisplayedPlace) => readonly Sample[]
}

/** What is exposed of each listed store of a zone. */
export const storeFamilies: readonly StoreFamily[] = [
  {
    name: 'cloudflare_cert_zone_check_success',
    help: "1 where the last listing of the zone's certificates worked, else 0. For kind zone the store's switch has to be readable too.",
    reads: ['stores', 'switch'],
    samples: ({ entry, reading }, place) => {
      if (place.scope !== 'zone') return []
      const isSwitchFailing = isPresentedFor(entry.kind, 'zone') && place.zoneSwitch.reading.failure !== undefined
      return sampleOf(isSwitchFailing ? 0 : successOf(reading))
    },
  },
  {
    name: 'cloudflare_cert_zone_last_success_timestamp_seconds',
    help: "When a listing of the zone's certificates last worked, Unix seconds.",
    reads: ['stores'],
    samples: ({ reading }, { scope }) => (scope === 'zone' ? sampleOf(reading.lastSuccess) : []),
  },
]

/** What is exposed of each listed store of an account. */
export const accountStoreFamilies: readonly StoreFamily[] = [
  {
    name: 'cloudflare_cert_account_check_success',
    help: "1 where the last listing of the account's certificates worked, else 0.",
    reads: ['stores'],
    samples: ({ reading }, { scope }) => (scope === 'account' ? sampleOf(successOf(reading)) : []),
  },
  {
    name: 'cloudflare_cert_account_last_success_timestamp_seconds',
    help: "When a listing of the account's certificates last worked, Unix seconds.",
    reads: ['stores'],
    samples: ({ reading }, { scope }) => (scope === 'account' ? sampleOf(reading.lastSuccess) : []),
  },
]

export const zoneMetricNames: readonly string[] = [...hostnameFamilies, ...zoneSwitchFamilies, ...storeFamilies].map(
  ({ name }) => name,
)

export function hostnameLabels({ entry }: WatchedHostname, zone: DisplayedZone): Labels {
  return [...placeLabels(zone), ['hostname', entry.hostname], ...Object.entries(entry.labels)]
}

export function placeLabels({ scope, scopeId, name }: DisplayedZone | DisplayedAccount): Labels {
  return [
    [idNames[scope], scopeId],
    [scope, name],
  ]
}

export function storeLabels({ entry }: WatchedStore, place: DisplayedZone | DisplayedAccount): Labels {
  return [...placeLabels(place), ['kind', entry.kind], ...Object.entries(entry.labels)]
}

/** Present from the start, and 0 before the first reading. */
export function successOf({ lastCheck, failure }: ReadHistory): number {
  return Number(lastCheck !== undefined && !failure)
}
