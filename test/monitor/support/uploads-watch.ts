import type { CertificateRecord } from '../../../src/certificate/model.ts'
import { systemClock } from '../../../src/clock.ts'
import type { CertificateAnswer } from '../../../src/cloudflare/certificate-answer.ts'
import { uncoveredHosts } from '../../../src/inventory/covered-hosts.ts'
import { Inventory } from '../../../src/inventory/inventory.ts'
import { zoneAt } from '../../../src/inventory/places.ts'
import { certificatesOf, type WatchedCertificate } from '../../../src/inventory/snapshot.ts'
import { statusOfKnown } from '../../../src/inventory/urgency-facts.ts'
import { judgeCertificate } from '../../../src/judgement/certificate.ts'
import { ParsedPems } from '../../../src/monitor/parsed-pems.ts'
import { questionsAbout } from '../../../src/monitor/questions.ts'
import { type PlaceReader, visitPlace } from '../../../src/monitor/visit.ts'
import { readState } from '../../../src/state/format.ts'
import { stateText } from '../../support/state.ts'
import { storeEntry, watchList } from '../../support/zones.ts'
import type { StoredUpload, UploadedStore } from './uploaded-store.ts'

const begin = 1_800_000_000
const secondsAt = (hour: number) => begin + hour * 3600
/** So long a deleted certificate is still listed, of every second one. */
const tombstoneHours = 40

export interface StoreVisit {
  readonly listing: 'good' | 'fails' | 'incomplete' | 'unreadable' | 'empty' | 'lacks_some'
  /** A bit for each certificate that a listing lacks without reason. */
  readonly lacks: number
  /** A bit for each certificate about which the question by its id fails. */
  readonly byIdFails: number
  readonly packs: 'good' | 'fails'
  readonly before: 'nothing' | 'reload' | 'restart' | 'restart_late'
}

/** The real inventory and the real visits, over a store of uploaded certificates that is asked without HTTP. */
export function uploadsWatch(store: UploadedStore, packHosts: (hour: number) => readonly string[]) {
  const entry = (team: string) => storeEntry({ kind: 'custom_certificate', labels: { team } })
  const seen = new Set<string>()
  let reloads = 0
  let inventory = started(0)
  let state = stateText(inventory.snapshot, secondsAt(0))

  function started(hour: number): Inventory {
    const next = new Inventory()
    next.watch(watchList({ stores: [entry(`team-${reloads}`)] }), secondsAt(hour))
    return next
  }

  function restore(hour: number, text: string): void {
    const reading = readState(text)
    if (!reading.ok) throw new Error(reading.detail)
    inventory.restore(reading.state, secondsAt(hour))
  }

  async function ask(how: StoreVisit, hour: number): Promise<void> {
    const now = secondsAt(hour)
    const zone = zoneAt(inventory.snapshot, entry('').scopeId)
    const questions = zone && questionsAbout(zone, 'default', 'all', now)
    if (!questions) return
    const options = {
      source: sourceOf(how, store, packHosts(hour), hour),
      pems: new ParsedPems(),
      inventory,
      clock: { ...systemClock, now: () => now },
      internalError: (error: unknown) => {
        throw error
      },
    }
    inventory.publish([await visitPlace(questions, options, new AbortController().signal)], now)
  }

  return {
    /** The ids of what was ever known. */
    seen,
    async visit(how: StoreVisit, hour: number): Promise<void> {
      if (how.before === 'reload') {
        reloads += 1
        inventory.watch(watchList({ stores: [entry(`team-${reloads}`)] }), secondsAt(hour))
      }
      if (how.before === 'restart' || how.before === 'restart_late') inventory = started(hour)
      if (how.before === 'restart') restore(hour, state)
      await ask(how, hour)
      if (how.before === 'restart_late') restore(hour, state)
      state = stateText(inventory.snapshot, secondsAt(hour))
      for (const { entry: each, known } of certificatesOf(inventory.snapshot)) if (known) seen.add(each.certificateId)
    },
    /** Whether something critical fires for a certificate of this host, not counting that it was not read for long. */
    isCritical(host: string, hour: number): boolean {
      return certificatesOf(inventory.snapshot).some(
        (certificate) =>
          uncoveredHosts([host], [certificate.known?.record.hosts ?? []]).length === 0 &&
          severityOf(certificate, secondsAt(hour)) === 'critical',
      )
    },
    get gone(): readonly string[] {
      return certificatesOf(inventory.snapshot).flatMap(({ entry: each, known }) =>
        statusOfKnown(each.kind, known) === 'gone' ? [each.certificateId] : [],
      )
    },
  }
}

function severityOf(certificate: WatchedCertificate, now: number) {
  const check = { lastCheck: now, lastSuccess: now, failure: undefined, absences: 0 }
  return judgeCertificate({ certificate: { ...certificate, check }, replaceableSince: undefined }, now).severity
}

function sourceOf(how: StoreVisit, store: UploadedStore, packHosts: readonly string[], hour: number): PlaceReader {
  const failed = { ok: false, failure: { reason: 'server_error', status: 500, detail: '' } } as const
  const all = store.all.flatMap((each) => answerOf(each, store, hour) ?? [])
  const listed = all.filter(
    (_, index) => how.listing !== 'empty' && !(how.listing === 'lacks_some' && how.lacks & (1 << index)),
  )
  return {
    certificates: async () =>
      how.listing === 'fails'
        ? { ok: false, failure: { reason: 'bad_response', detail: '' } }
        : {
            ok: true,
            value: {
              certificates: new Map(listed.map((each) => [each.id, each])),
              unreadable: Number(how.listing === 'unreadable'),
              firstUnreadable: undefined,
              missing: Number(how.listing === 'incomplete'),
            },
          },
    certificate: async ({ certificateId }) => {
      const found = all.find(({ id }) => id === certificateId)
      if (how.byIdFails & (1 << Number(certificateId))) return failed
      if (found) return { ok: true, value: found }
      return { ok: false, failure: { reason: 'not_found', status: 404, code: 1000, detail: '' } }
    },
    issuedPacks: async () =>
      how.packs === 'fails' ? failed : { ok: true, value: [{ id: 'pack', hosts: packHosts, end: secondsAt(9000) }] },
    hasAssociations: () => Promise.reject(new Error('no account is watched')),
    association: () => Promise.reject(new Error('no hostname is watched')),
    zoneStoreEnabled: () => Promise.reject(new Error('no store of origin pulls is watched')),
  }
}

const nothing = { pem: undefined, serialNumber: undefined, issuer: undefined } as const

/** What Cloudflare says of an upload. Of every second one it says for some hours that it is deleted, and then no date. */
function answerOf(each: StoredUpload, store: UploadedStore, hour: number): CertificateAnswer | undefined {
  const { id, hosts, family, end, uploadedAt, leftAt } = each
  const status = store.statusAt(each, hour)
  if (status === undefined) {
    const isTombstone = leftAt !== undefined && hour < leftAt + tombstoneHours && Number(id) % 2 === 0
    return isTombstone ? { id, status: 'deleted', ...nothing, ...undated } : undefined
  }
  const signature = family === 'RSA' ? 'SHA256WithRSA' : 'ECDSAWithSHA256'
  return { id, status, ...nothing, expiresOn: secondsAt(end), uploadedOn: secondsAt(uploadedAt), hosts, signature }
}

const undated = {
  expiresOn: undefined,
  uploadedOn: undefined,
  signature: undefined,
} as const satisfies Partial<CertificateRecord>
