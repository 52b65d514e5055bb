import type { UnixSeconds } from './certificate/model.ts'
import type { Clock } from './clock.ts'
import { drillCertificate } from './drill.ts'
import type { ShownCertificate } from './exposition/certificate-families.ts'
import { type Certificates, CertificateText } from './exposition/certificate-text.ts'
import { familiesOfDaemon } from './exposition/daemon-families.ts'
import type { Family } from './exposition/family.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './exposition/text.ts'
import type { Exposition } from './http/metrics-route.ts'
import { certificatesOf, keyOf, type Snapshot } from './inventory/snapshot.ts'
import type { Redactor } from './log/redaction.ts'
import type { Reloader } from './reloader.ts'
import type { SelfMetrics } from './self-metrics.ts'
import { revision, version } from './version.ts'
import type { Watching } from './watching.ts'

/** What the daemon's answers are made of. */
export interface DaemonParts {
  readonly watching: Watching
  readonly reloader: Reloader
  readonly selfMetrics: SelfMetrics
  readonly nodeVersion: string
  readonly clock: Clock
  readonly redactor: Redactor
}

/** Writes `/metrics`, from memory alone. */
export class MetricsPage {
  readonly #parts: DaemonParts
  readonly #text = new CertificateText()
  readonly #startedAt: UnixSeconds
  #shown: { readonly snapshot: Snapshot; readonly certificates: Certificates } | undefined

  constructor(parts: DaemonParts) {
    this.#parts = parts
    this.#startedAt = parts.clock.now()
  }

  async write(format: Format): Promise<Exposition> {
    // The only wait comes first: one moment and one snapshot for all that follows.
    const self = await this.#parts.selfMetrics.families()
    const now = this.#parts.clock.now()
    const certificates = this.#text.write(this.#certificates(now), now, format)
    const text = certificates + writeFamilies([...this.#daemon(), ...self], format) + writeEnd(format)
    return { contentType: contentTypes[format], text }
  }

  #certificates(now: UnixSeconds): Certificates {
    const { watching, reloader } = this.#parts
    const { snapshot } = watching.inventory
    const drill = reloader.config.drill ? drillCertificate(this.#startedAt, now) : undefined
    if (this.#shown?.snapshot !== snapshot) {
      const certificates = certificatesOf(snapshot).map(
        (certificate) => [keyOf(certificate.entry), certificate] as const,
      )
      this.#shown = { snapshot, certificates: new Map(certificates) }
    }
    const { certificates } = this.#shown
    return drill ? new Map<string, ShownCertificate>(certificates).set('drill', drill) : certificates
  }

  #daemon(): readonly Family[] {
    const { watching, reloader, nodeVersion } = this.#parts
    const { config, status } = reloader
    return familiesOfDaemon({
      build: { version, revision, nodeVersion },
      certificates: certificatesOf(watching.inventory.snapshot).length,
      scheduleInterval: config.schedule.intervalSeconds,
      lastCycle: watching.journal.lastCycle,
      nextCycle: watching.nextCycle,
      config: { reloadSuccessful: status.successful, reloadedAt: status.loadedAt, hash: config.hash },
      shard: config.shard,
      tokens: watching.tokens.statuses,
      stateWrittenAt: watching.state.restoredWrittenAt,
    })
  }
}
