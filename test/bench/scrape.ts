import { Gauge, Registry } from 'prom-client'
import { systemClock } from '../../src/clock.ts'
import { certificateFamilies, labelsOf } from '../../src/exposition/certificate-families.ts'
import { CertificateText } from '../../src/exposition/certificate-text.ts'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'
import { checked, entry, success } from '../support/certificates.ts'
import type { Figure } from './bench.ts'

/** Writing the exposition of so many certificates, against prom-client writing the same series. */
export async function benchScrape(certificates: number): Promise<readonly Figure[]> {
  const watched = Array.from({ length: certificates }, (_, i) =>
    checked([success], entry({ certificateId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}` })),
  )
  const snapshot = new Map(watched.map((certificate, i) => [String(i), certificate]))
  const text = new CertificateText()
  const registry = registryWith(watched)
  const first = await median(async () => new CertificateText().write(snapshot, systemClock.now(), 'openmetrics'))
  const again = await median(async () => text.write(snapshot, systemClock.now(), 'openmetrics'))
  const theirs = await median(() => registry.metrics())
  const row = (what: string, ms: number): Figure => ({
    what: `exposition of ${certificates} certificates, ${what}`,
    ours: `${ms.toFixed(1)} ms`,
    reference: `${theirs.toFixed(1)} ms, prom-client with the same series`,
    ratio: (ms / theirs).toFixed(3),
  })
  return [row('all new', first), row('unchanged since the last scrape', again)]
}

function registryWith(watched: readonly WatchedCertificate[]): Registry {
  const registry = new Registry()
  for (const { name, help, samples } of certificateFamilies) {
    const series = watched.flatMap((certificate) =>
      samples(certificate, systemClock.now()).map(({ labels, value }) => ({
        labels: Object.fromEntries([...labelsOf(certificate.entry), ...labels]),
        value,
      })),
    )
    const labelNames = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))]
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const { labels, value } of series) gauge.set(labels, value)
  }
  return registry
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 11; i++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[5] ?? Number.NaN
}
