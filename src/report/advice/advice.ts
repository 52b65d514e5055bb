import type { JudgedThing } from '../judged-thing.ts'
import { adviceOnCertificate } from './certificate-advice.ts'
import { adviceOnCredential } from './credential-advice.ts'
import { adviceOnDaemon } from './daemon-advice.ts'
import { adviceOnHostname } from './hostname-advice.ts'
import { adviceOnDiscovery, adviceOnList } from './list-advice.ts'

/** What the page, the JSON and `check` say of a judged thing. Instants are in UTC, so that a text stays the same while time passes. */
export interface Advice {
  /** What is so, in whole sentences. */
  readonly sentence: string
  /** What to do about it, in a few words without a full stop. Undefined: nothing. */
  readonly action: string | undefined
  /** The runbook's name, which is the alert's. Undefined where nothing is to be done. */
  readonly runbook: string | undefined
}

export function adviceOn(thing: JudgedThing): Advice {
  switch (thing.thing) {
    case 'certificate':
      return adviceOnCertificate(thing)
    case 'hostname':
      return adviceOnHostname(thing)
    case 'list':
      return adviceOnList(thing)
    case 'discovery':
      return adviceOnDiscovery(thing)
    case 'credential':
      return adviceOnCredential(thing)
    case 'daemon':
      return adviceOnDaemon(thing)
  }
}
