import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { Successors } from '../judgement/successors.ts'
import type { Aspect, DisplayedPlace } from './aspects.ts'
import { certificateFamilies, labelsOf, statusFamily } from './certificate-families.ts'
import type { CertificateFamily, SuccessorOf } from './certificate-family.ts'
import type { Sample } from './family.ts'
import { writeHeader, writeLabels, writeValue } from './text.ts'
import {
  accountStoreFamilies,
  hostnameFamilies,
  hostnameLabels,
  placeLabels,
  storeFamilies,
  storeLabels,
  zoneSwitchFamilies,
} from './zone-families.ts'

/** A family whose lines are kept until one of the aspects that it reads changes. */
export interface CachedFamily {
  readonly name: string
  /** The same in both formats, because all are gauges and no help text contains a quote. */
  readonly header: string
  readonly reads: readonly Aspect[]
  /** Writes the family's lines about one zone or account. */
  readonly write: (place: DisplayedPlace, now: UnixSeconds, labels: WrittenLabels) => string
}

/** The labels that all series of a certificate share. They are written once for each entry. */
export type WrittenLabels = WeakMap<DisplayedCertificate['entry'], string>

/**
 * The families that are kept from scrape to scrape.
 * @param statuses whether `cloudflare_cert_status` has a line for each status, or for the present one only
 */
export function cachedFamilies(statuses: 'all' | 'present' = 'all'): readonly CachedFamily[] {
  const isPresent = ({ value }: Sample) => value === 1
  const ofCertificates = certificateFamilies.map((family) =>
    cachedOfCertificates(family, statuses === 'present' && family.name === statusFamily ? isPresent : undefined),
  )
  return [...ofCertificates, ...cachedFamiliesOfZones]
}

const cachedFamiliesOfZones: readonly CachedFamily[] = [
  ...hostnameFamilies.map(({ samples, changesAt, reads, ...family }) =>
    cached({ ...family, reads: changesAt ? [...reads, 'time'] : reads }, (place, now) =>
      place.scope !== 'zone'
        ? ''
        : joined(place.hostnames.values(), (hostname) =>
            writeLines(
              family.name,
              () => writeLabels(hostnameLabels(hostname, place), 'text'),
              samples(hostname, place, now),
            ),
          ),
    ),
  ),
  ...zoneSwitchFamilies.map(({ samples, ...family }) =>
    cached(family, (place, now) =>
      place.scope !== 'zone'
        ? ''
        : writeLines(family.name, () => writeLabels(placeLabels(place), 'text'), samples(place, place, now)),
    ),
  ),
  ...[...storeFamilies, ...accountStoreFamilies].map(({ samples, ...family }) =>
    cached(family, (place) =>
      place.scope === 'bundle'
        ? ''
        : joined(place.stores.values(), (store) =>
            writeLines(family.name, () => writeLabels(storeLabels(store, place), 'text'), samples(store, place)),
          ),
    ),
  ),
]

/** @param isKept which samples are written; by default all of them */
function cachedOfCertificates(
  { name, help, reads, samples, changesAt }: CertificateFamily,
  isKept: (sample: Sample) => boolean = () => true,
): CachedFamily {
  return cached({ name, help, reads: changesAt ? [...reads, 'time'] : reads }, (place, now, labels) => {
    const successorOf = successorsIn(place)
    return joined(place.certificates.values(), (certificate) =>
      writeLines(name, () => writtenLabels(certificate, labels), samples(certificate, now, successorOf).filter(isKept)),
    )
  })
}

export function successorsIn(place: DisplayedPlace): SuccessorOf {
  const successors = new Successors()
  return (certificate) => successors.of(certificate, place)
}

function cached(
  { name, help, reads }: { readonly name: string; readonly help: string; readonly reads: readonly Aspect[] },
  write: CachedFamily['write'],
): CachedFamily {
  return { name, header: writeHeader({ name, help, type: 'gauge' }, 'text'), reads, write }
}

export function writtenLabels({ entry }: DisplayedCertificate, written: WrittenLabels): string {
  const known = written.get(entry)
  if (known !== undefined) return known
  const labels = writeLabels(labelsOf(entry), 'text')
  written.set(entry, labels)
  return labels
}

/** Writes the lines of a gauge, which look the same in both formats. */
function writeLines(name: string, labels: () => string, samples: readonly Sample[]): string {
  if (samples.length === 0) return ''
  const shared = `${name}{${labels()}`
  return joined(samples, (sample) => {
    const own = sample.labels.length > 0 ? `,${writeLabels(sample.labels, 'text')}` : ''
    return `${shared}${own}} ${writeValue(sample.value)}\n`
  })
}

function joined<T>(things: Iterable<T>, write: (thing: T) => string): string {
  let text = ''
  for (const thing of things) text += write(thing)
  return text
}
