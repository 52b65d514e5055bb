import { checkFailures } from '../inventory/check-failure.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import { shortened } from './html.ts'

const runbooks = 'https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter/blob/main/docs/runbooks'

/** What to do about a certificate, in a few words, and where it is written at length. */
export interface Advice {
  /** Undefined: nothing. */
  readonly todo: string | undefined
  /** The runbook's name, which is the alert's; undefined where nothing is to be done. */
  readonly runbook: string | undefined
}

export function runbookUrl(name: string): string {
  return `${runbooks}/${name}.md`
}

/** @param successor the name of the certificate that was uploaded to replace it, while it is still in use */
export function adviceOn(report: CertificateReport, successor?: string): Advice {
  const advice = forChain(report, adviceOnState(report))
  if (successor === undefined || report.error) return advice
  const todo = `Move its hostnames to ${shortened(successor, 120)}`
  return { todo, runbook: advice.runbook ?? 'CloudflareCertRotationUnfinished' }
}

/** A new certificate with the old chain would end as soon. */
function forChain({ state, expiry, chain_ends_first }: CertificateReport, advice: Advice): Advice {
  const isOfExpiry = state === 'expired' || state === 'critical' || state === 'warning'
  if (!isOfExpiry || !chain_ends_first || chain_ends_first.not_after !== expiry) return advice
  return { ...advice, todo: 'Upload it with a newer chain' }
}

function adviceOnState(report: CertificateReport): Advice {
  switch (report.state) {
    case 'expired':
      return { todo: 'Replace it now', runbook: 'CloudflareCertExpired' }
    case 'critical':
      return { todo: 'Replace it', runbook: 'CloudflareCertExpiryCritical' }
    case 'deployment_timed_out':
      return { todo: 'Upload it again', runbook: 'CloudflareCertDeploymentTimedOut' }
    case 'not_yet_valid':
      return { todo: 'Use another one until it is valid', runbook: 'CloudflareCertProblem' }
    case 'warning':
      return { todo: 'Plan its replacement', runbook: 'CloudflareCertExpirySoon' }
    case 'mismatch':
      return { todo: 'Find out which side is right', runbook: 'CloudflareCertMismatch' }
    case 'problem':
      return { todo: 'Replace it by a right one', runbook: 'CloudflareCertProblem' }
    case 'not_active':
      return adviceOnStatus(report)
    case 'stale':
    case 'unknown':
    case 'check_failing':
      return adviceOnReading(report)
    case 'rotation_unfinished':
      return { todo: 'Move its hostnames to the newer one', runbook: 'CloudflareCertRotationUnfinished' }
    case 'unused':
      return { todo: 'Delete it: nobody uses it', runbook: 'CloudflareCertUnused' }
    case 'ok':
      return { todo: undefined, runbook: undefined }
  }
}

function adviceOnStatus({ status }: CertificateReport): Advice {
  const todo =
    status === 'deployment_timed_out'
      ? 'Upload it again'
      : status === 'deleted'
        ? 'Stop watching it: it was deleted'
        : 'Wait; after an hour look into it'
  return { todo, runbook: 'CloudflareCertNotActive' }
}

function adviceOnReading({ error, last_check, severity }: CertificateReport): Advice {
  if (last_check === null) return { todo: 'Wait: it has not been asked for yet', runbook: 'CloudflareCertNotWatched' }
  const todo = error ? checkFailures[error.reason].remedy : 'Find out why nothing is known of it'
  return { todo, runbook: severity === 'critical' ? 'CloudflareCertNotWatched' : 'CloudflareCertCheckFailing' }
}
