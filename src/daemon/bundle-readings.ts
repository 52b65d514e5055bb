import type { CertificateFacts } from '../certificate/model.ts'
import { factsOfAuthority } from '../certificate/parse.ts'
import type { ReadOutcome } from '../inventory/listing-outcome.ts'
import type { Anchors } from '../trust/anchors.ts'
import type { TrustFileReading } from './trust-files.ts'

/** Says what was read of CA files that are watched by themselves. Files in which nothing has changed give the same certificates. */
export class BundleReadings {
  readonly #certificates = new WeakMap<Anchors, readonly CertificateFacts[]>()

  /**
   * @param readings by path
   * @param wanted the paths of the files that are watched by themselves
   */
  outcomes(
    readings: ReadonlyMap<string, TrustFileReading>,
    wanted: ReadonlySet<string>,
  ): ReadonlyMap<string, ReadOutcome<readonly CertificateFacts[]>> {
    const read = [...readings].filter(([path]) => wanted.has(path))
    return new Map(read.map(([path, reading]) => [path, this.#outcomeOf(reading)]))
  }

  #outcomeOf({ anchors, problem }: TrustFileReading): ReadOutcome<readonly CertificateFacts[]> {
    if (problem) return { ok: false, failure: { reason: 'ca_file', detail: problem.text } }
    return { ok: true, value: anchors ? this.#certificatesOf(anchors) : [] }
  }

  #certificatesOf(anchors: Anchors): readonly CertificateFacts[] {
    const known = this.#certificates.get(anchors) ?? anchors.certificates.map(({ fields }) => factsOfAuthority(fields))
    this.#certificates.set(anchors, known)
    return known
  }
}
