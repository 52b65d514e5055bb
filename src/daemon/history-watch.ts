import type { Logger } from 'pino'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import { type HistoryDisk, type HistoryEvent, HistoryKeeper } from '../history/history-keeper.ts'
import type { Observation } from '../history/model.ts'
import { placeOfCertificate } from '../inventory/places.ts'
import { keyOf, type Snapshot } from '../inventory/snapshot.ts'
import { allCertificatesOf } from '../inventory/watched-bundle.ts'
import { judgeCertificate } from '../judgement/certificate.ts'
import { Successors } from '../judgement/successors.ts'
import type { StateHost } from '../state/state-disk.ts'
import type { Watching } from './watching.ts'

export interface HistoryWatchOptions {
  /** `state.path`. Undefined: nothing is kept on disk. */
  readonly statePath: string | undefined
  readonly watching: Pick<Watching, 'inventory' | 'state'>
  readonly host: StateHost
  readonly clock: Clock
  readonly log: Logger
}

/** The histories of everything that is watched, in a file of their own beside the state. */
export function historyOf({ statePath, watching, host, clock, log }: HistoryWatchOptions): HistoryKeeper {
  const path = statePath === undefined ? undefined : `${statePath}.history`
  const successors = new Successors()
  return new HistoryKeeper({
    disk: path === undefined ? undefined : diskOf(path, host),
    clock,
    hostClock: host.clock,
    look: (now) => observationsIn(watching.inventory.snapshot, successors, now),
    mayWrite: () => !(watching.state.trouble?.kind === 'shared' && watching.state.trouble.writer === 'other'),
    on: (event) => tell(log, event, path),
  })
}

function observationsIn(snapshot: Snapshot, successors: Successors, now: UnixSeconds): readonly Observation[] {
  return allCertificatesOf(snapshot).flatMap((certificate) => {
    const { entry, known, check, use } = certificate
    const key = keyOf(entry)
    if (check.lastCheck === undefined) return { key, state: undefined, inUse: undefined, fingerprint: undefined }
    const successor = successors.of(certificate, placeOfCertificate(snapshot, entry))
    const { state } = judgeCertificate({ certificate, replaceableSince: successor?.since }, now)
    return { key, state, inUse: use.inUse, fingerprint: known?.facts?.fingerprintSha256 }
  })
}

/** Ten thousand certificates take a fourth of it. */
const largestFile = 16 * 1024 * 1024

function diskOf(path: string, { disk }: StateHost): HistoryDisk {
  return {
    async read() {
      const file = await disk.read(path, largestFile)
      if (file.ok) return file.content.toString('utf8')
      if (file.code === 'ENOENT') return undefined
      throw new Error(`the file ${file.detail}`)
    },
    async replace(slices) {
      await disk.replace(path, slices, disk.name())
      await disk.removeLeftovers(path).catch(() => undefined)
    },
    setAside: () => disk.rename(path, `${path}.set-aside`),
  }
}

function tell(log: Logger, event: HistoryEvent, path: string | undefined): void {
  log.warn({ ...event, path }, messageOf(event))
}

function messageOf(event: HistoryEvent): string {
  switch (event.event) {
    case 'history_unread':
      return `the history of the certificates cannot be read: ${event.detail}`
    case 'history_entries_dropped':
      return `the history of ${event.dropped} certificates cannot be read, and begins anew`
    case 'history_write_failed':
      return `the history of the certificates cannot be written: ${event.detail}`
  }
}
