import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { DisplayedZone } from './aspects.ts'
import { type WrittenLabels, writtenLabels } from './cached-families.ts'
import { expiryDays } from './certificate-families.ts'
import { deflatePart, type Part } from './part.ts'
import { writeHeader, writeValue } from './text.ts'

/** So many certificates are written before the event loop is let go: less than two milliseconds' work. */
const certificatesAtOnce = 1_000

/** The days until each certificate expires: all that a scrape has to write anew of the certificates. */
export async function writeCountdown(
  zones: readonly DisplayedZone[],
  now: UnixSeconds,
  labels: WrittenLabels,
): Promise<readonly Part[]> {
  const parts: Part[] = []
  let deflating: Promise<Part> | undefined
  for (const certificates of slices(zones)) {
    const lines = certificates.map((certificate) => writeDays(certificate, now, labels)).join('')
    if (lines === '') continue
    // One slice is deflated while the next is written.
    if (deflating) parts.push(await deflating)
    deflating = deflatePart(parts.length === 0 && !deflating ? header + lines : lines)
  }
  if (deflating) parts.push(await deflating)
  return parts
}

const header = writeHeader({ ...expiryDays, type: 'gauge' }, 'text')

function writeDays(certificate: DisplayedCertificate, now: UnixSeconds, labels: WrittenLabels): string {
  const [days] = expiryDays.samples(certificate, now)
  return days ? `${expiryDays.name}{${writtenLabels(certificate, labels)}} ${writeValue(days.value)}\n` : ''
}

function* slices(zones: readonly DisplayedZone[]): Generator<readonly DisplayedCertificate[]> {
  let slice: DisplayedCertificate[] = []
  for (const { certificates } of zones)
    for (const certificate of certificates.values()) {
      slice.push(certificate)
      if (slice.length < certificatesAtOnce) continue
      yield slice
      slice = []
    }
  yield slice
}
