import type { CertificateEntry } from '../certificate/model.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import type { WatchedCertificate } from './snapshot.ts'

/** A watched certificate, or the synthetic one of a drill, whose kind is `drill`. */
export interface DisplayedCertificate extends Omit<WatchedCertificate, 'entry'> {
  readonly entry: Omit<CertificateEntry, 'kind'> & { readonly kind: CertificateKind | 'drill' }
}
