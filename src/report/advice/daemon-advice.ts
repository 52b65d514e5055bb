import type { DaemonPart } from '../../judgement/daemon.ts'
import { minuteOf } from '../instant.ts'
import type { DaemonThing } from '../judged-thing.ts'
import type { Advice } from './advice.ts'

const wrong: Readonly<Record<DaemonPart, Advice>> = {
  configuration: {
    sentence: 'The changed configuration could not be loaded: the one before stays in force.',
    action: 'Correct it; the log says what is wrong with it',
    runbook: 'CloudflareCertExporterConfigReloadFailed',
  },
  web_configuration: {
    sentence: 'The changed web configuration could not be loaded: the one before stays in force.',
    action: 'Correct it; the log says what is wrong with it',
    runbook: 'CloudflareCertExporterConfigReloadFailed',
  },
  web_certificate: {
    sentence: "The daemon's own TLS certificate ends soon.",
    action: 'Replace the files that the web configuration names',
    runbook: 'CloudflareCertExporterWebCertExpirySoon',
  },
  ca_files: {
    sentence: 'A CA file of trusted_by or bundles cannot be read: what it held before stays in force.',
    action: 'Put the file right; the log says what is wrong with it',
    runbook: 'CloudflareCertExporterTrustFileUnreadable',
  },
  state: {
    sentence: 'The state cannot be written: a restart would forget what is new.',
    action: 'Look at the disk; the log says what is wrong',
    runbook: 'CloudflareCertExporterStateNotWritten',
  },
}

const right: Readonly<Record<DaemonPart, string>> = {
  configuration: 'The configuration in force is the last one.',
  web_configuration: 'Nothing is wrong with the web configuration.',
  web_certificate: "Nothing is wrong with the daemon's own TLS certificate.",
  ca_files: 'Every CA file of trusted_by and bundles can be read.',
  state: 'Nothing is known to be wrong with the state.',
}

export function adviceOnDaemon({ part, state, expiry }: DaemonThing): Advice {
  if (state === 'ok') return { sentence: right[part], action: undefined, runbook: undefined }
  if (part !== 'web_certificate') return wrong[part]
  return { ...wrong[part], sentence: `The daemon's own TLS certificate has its end on ${minuteOf(expiry)}.` }
}
