import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { isUnjudged, type JudgedCertificate, judgeCertificate, judgementChangesAt } from '../judgement/certificate.ts'
import { severityNumbers } from '../judgement/severity.ts'
import type { CertificateFamily, SuccessorOf } from './certificate-family.ts'
import { sampleOf } from './family.ts'

/** How urgent each certificate is. Dashboards read it; the alerts compute it themselves, because they have to survive the exporter. */
export const certificateSeverity: CertificateFamily = {
  name: 'cloudflare_cert_severity',
  help: 'How urgent it is, as the alerts have it: 0 ok, 1 info, 2 warning, 3 critical; absent while nothing is known of it.',
  reads: ['known', 'check', 'use', 'trust'],
  samples: (certificate, now, successorOf) => {
    const judgement = judgeCertificate(judged(certificate, successorOf), now)
    return sampleOf(isUnjudged(judgement) ? undefined : severityNumbers[judgement.severity])
  },
  changesAt: (certificate, successorOf) => judgementChangesAt(judged(certificate, successorOf)),
}

function judged(certificate: DisplayedCertificate, successorOf: SuccessorOf): JudgedCertificate {
  return { certificate, replaceableSince: successorOf(certificate)?.since }
}
