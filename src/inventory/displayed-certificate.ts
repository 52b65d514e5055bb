import type { CertificateEntry } from '../certificate/model.ts'
import type { DisplayedKind } from '../kinds/displayed-kinds.ts'
import type { WatchedCertificate } from './snapshot.ts'

/** A certificate that Cloudflare keeps, one of a CA file, or the synthetic one of a drill. */
export interface DisplayedCertificate extends Omit<WatchedCertificate, 'entry'> {
  readonly entry: Omit<CertificateEntry, 'kind'> & { readonly kind: DisplayedKind }
}
