import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateFamily, certificateFamilies, labelsOf, type ShownCertificate } from './certificate-families.ts'
import type { Sample } from './family.ts'
import { type Format, writeHeader, writeLabels, writeValue } from './text.ts'

/** By key. Never changed, only replaced. */
export type Certificates = ReadonlyMap<string, ShownCertificate>

/** A certificate's lines, by the objects that they were written from. */
interface WrittenCertificate {
  readonly certificate: ShownCertificate
  /** The labels that all of its series share, written. */
  readonly labels: string
  /** By family, in the order of `certificateFamilies`; empty for those that depend on the time. */
  readonly lines: readonly string[]
}

/**
 * Writes the families of all certificates. What has not changed since the last time is not written again: a scrape of an
 * unchanged snapshot writes the days until the expiry, and nothing else.
 */
export class CertificateText {
  #snapshot: Certificates | undefined
  #written: ReadonlyMap<string, WrittenCertificate> = new Map()
  #families: readonly string[] = []

  /** @param now one moment for all certificates */
  write(snapshot: Certificates, now: UnixSeconds, format: Format): string {
    if (this.#snapshot !== snapshot) this.#update(snapshot)
    return certificateFamilies
      .map((family, i) => {
        const lines = family.reads === 'time' ? this.#writeTimed(family, now) : (this.#families[i] ?? '')
        return lines && writeHeader({ ...family, type: 'gauge' }, format) + lines
      })
      .join('')
  }

  #update(snapshot: Certificates): void {
    const before = this.#written
    const written = [...snapshot].map(
      ([key, certificate]) => [key, writeCertificate(certificate, before.get(key))] as const,
    )
    this.#written = new Map(written)
    this.#families = certificateFamilies.map((_, i) => written.map(([, { lines }]) => lines[i]).join(''))
    this.#snapshot = snapshot
  }

  #writeTimed(family: CertificateFamily, now: UnixSeconds): string {
    const certificates = [...this.#written.values()]
    return certificates.map(({ certificate, labels }) => writeLines(family, certificate, labels, now)).join('')
  }
}

function writeCertificate(certificate: ShownCertificate, before: WrittenCertificate | undefined): WrittenCertificate {
  if (before?.certificate === certificate) return before
  const sameEntry = before?.certificate.entry === certificate.entry
  const labels = sameEntry ? before.labels : writeLabels(labelsOf(certificate.entry), 'text')
  const lines = certificateFamilies.map((family, i) => {
    if (family.reads === 'time') return ''
    const isSame =
      sameEntry && (family.reads === 'entry' || before.certificate[family.reads] === certificate[family.reads])
    // Nothing that is not read with the time depends on it.
    return isSame ? (before.lines[i] ?? '') : writeLines(family, certificate, labels, Number.NaN)
  })
  return { certificate, labels, lines }
}

function writeLines(
  family: CertificateFamily,
  certificate: ShownCertificate,
  labels: string,
  now: UnixSeconds,
): string {
  return family
    .samples(certificate, now)
    .map((sample) => writeLine(family.name, labels, sample))
    .join('')
}

/** Gauges look the same in both formats. */
function writeLine(name: string, labels: string, sample: Sample): string {
  const own = sample.labels.length > 0 ? `,${writeLabels(sample.labels, 'text')}` : ''
  return `${name}{${labels}${own}} ${writeValue(sample.value)}\n`
}
