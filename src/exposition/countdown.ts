import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { DisplayedPlace } from './aspects.ts'
import { type WrittenLabels, writtenLabels } from './cached-families.ts'
import { expiryDays } from './certificate-families.ts'
import { deflateForNow, type Part } from './deflated-part.ts'
import { writeHeader, writeValue } from './text.ts'

/** The event loop gets a turn after so many certificates, which are less than two milliseconds' work. */
const certificatesAtOnce = 1_000

/** Writes the days until each certificate expires. Everything else about certificates is kept from scrape to scrape. */
export async function writeCountdown(
  places: readonly DisplayedPlace[],
  now: UnixSeconds,
  labels: WrittenLabels,
): Promise<readonly Part[]> {
  const parts: Part[] = []
  let deflating: Promise<Part> | undefined
  for (const certificates of slices(places)) {
    const lines = certificates.map((certificate) => writeDays(certificate, now, labels)).join('')
    if (lines === '') continue
    // The next slice is written while this one is deflated.
    if (deflating) parts.push(await deflating)
    deflating = deflateForNow(parts.length === 0 && !deflating ? header + lines : lines)
  }
  if (deflating) parts.push(await deflating)
  return parts
}

const header = writeHeader({ ...expiryDays, type: 'gauge' }, 'text')

function writeDays(certificate: DisplayedCertificate, now: UnixSeconds, labels: WrittenLabels): string {
  const days = expiryDays.valueOf(certificate, now)
  return days === undefined ? '' : `${expiryDays.name}{${writtenLabels(certificate, labels)}} ${writeValue(days)}\n`
}

function* slices(places: readonly DisplayedPlace[]): Generator<readonly DisplayedCertificate[]> {
  let slice: DisplayedCertificate[] = []
  for (const { certificates } of places)
    for (const certificate of certificates.values()) {
      slice.push(certificate)
      if (slice.length < certificatesAtOnce) continue
      yield slice
      slice = []
    }
  yield slice
}
