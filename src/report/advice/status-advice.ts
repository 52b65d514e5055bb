import { isClientCertificate } from '../../kinds/displayed-kinds.ts'
import { sinceWords } from '../instant.ts'
import type { CertificateThing } from '../judged-thing.ts'
import { nameOf } from '../words.ts'
import type { Advice } from './advice.ts'

const runbook = 'CloudflareCertNotActive'

/** On one whose status is not active, as the API calls it. */
export function adviceOnStatus({ certificate, urgency }: CertificateThing): Advice {
  const since = sinceWords(certificate.known?.statusSince, certificate.check.lastSuccess)
  switch (urgency.status) {
    case 'deleted':
      return onDeletion(certificate)
    case 'deployment_timed_out':
      return { sentence: 'Cloudflare gave up deploying it. Nobody uses it.', action: 'Upload it again', runbook }
    case 'unknown': {
      const word = nameOf(certificate.known?.record.status, 'an empty status')
      const sentence = `Cloudflare calls its status ${word}${since}, which it does not document.`
      return { sentence, action: 'Wait; after an hour look into it', runbook }
    }
    default: {
      const wait = isClientCertificate(certificate.entry.kind)
        ? 'Cloudflare presents a certificate once it is active, which takes minutes'
        : 'as a rule that takes minutes'
      const sentence = `Its status is ${urgency.status ?? 'unknown'}${since}: ${wait}.`
      return { sentence, action: 'Wait; after an hour look into it', runbook }
    }
  }
}

/** An association may still lead to it. Then nobody should stop watching. */
function onDeletion({ use: { hostnames } }: CertificateThing['certificate']): Advice {
  const deleted = 'Cloudflare says that it was deleted'
  const [first, ...others] = hostnames
  if (first === undefined) return { sentence: `${deleted}.`, action: 'Stop watching it: it was deleted', runbook }
  const users = others.length === 0 ? first : `${first} and ${others.length} more`
  const sentence = `${deleted}, and the association of ${users} still leads to it.`
  return { sentence, action: `Associate another certificate with ${users}`, runbook }
}
