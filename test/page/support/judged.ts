import type { DisplayedCertificate } from '../../../src/inventory/displayed-certificate.ts'
import type { Snapshot } from '../../../src/inventory/snapshot.ts'
import { reportOnOne } from '../../../src/report/certificate-report.ts'
import type { CertificateThing } from '../../../src/report/judged-thing.ts'
import { Judge } from '../../../src/report/judged-things.ts'
import type { CertificateReport } from '../../../src/report/report-schema.ts'
import { noon } from './fleet.ts'

const nothing: Snapshot = { places: new Map(), discoveries: new Map(), bundles: new Map() }

/** A certificate of no zone, judged. */
export function judged(certificate: DisplayedCertificate, now = noon): CertificateThing {
  const facts = { snapshot: nothing, certificates: [certificate], credentials: [], daemon: undefined }
  const [thing] = new Judge().certificates(facts, now)
  if (!thing) throw new Error('nothing was judged')
  return thing
}

export function reported(certificate: DisplayedCertificate, now = noon): CertificateReport {
  return reportOnOne(judged(certificate, now), now)
}
