import { failureSentence } from '../../inventory/check-failure.ts'
import type { WatchedZone } from '../../inventory/snapshot.ts'
import { keyOf } from '../../inventory/snapshot.ts'
import { certificatesInOwnStore } from '../../inventory/zone-switch.ts'
import { kindPresentedFor } from '../../kinds/kinds.ts'
import type { HostnameThing } from '../judged-thing.ts'
import { nameOf } from '../words.ts'
import type { Advice } from './advice.ts'
import { unreadAction, unreadSentence } from './reading-advice.ts'

export function adviceOnHostname(thing: HostnameThing): Advice {
  const { state, hostname } = thing
  switch (state) {
    case 'without_certificate':
      return onNothing(thing)
    case 'check_failing':
    case 'unknown': {
      const sentence = unreadSentence('The association of this hostname', hostname.reading)
      return { sentence, action: unreadAction(hostname.reading), runbook: 'CloudflareDiscoveryFailing' }
    }
    case 'ok':
      return { sentence: presents(thing), action: undefined, runbook: undefined }
  }
}

function onNothing({ name, hostname: { association }, watchedZone }: HostnameThing): Advice {
  const nothing = `No client certificate is presented for ${name}`
  const assigned = assignedName(association?.certificateId, watchedZone)
  const store = `the zone's own store ${storeWord(watchedZone)}`
  const orUpload = isOnAndEmpty(watchedZone) ? ", or upload one to the zone's own store" : ''
  const runbook = 'CloudflareHostnameWithoutCert'
  switch (association?.state) {
    case 'disabled':
      return {
        sentence: `${nothing}: its association with ${assigned} is off.`,
        action: 'Switch its association on',
        runbook,
      }
    case 'voided': {
      const sentence = `${nothing}: its association with ${assigned} was voided, and ${store}.`
      return { sentence, action: `Associate a certificate with it again${orUpload}`, runbook }
    }
    default: {
      const sentence = `${nothing}: it has no association, and ${store}.`
      return { sentence, action: `Associate a certificate with it${orUpload}`, runbook }
    }
  }
}

function presents({ hostname: { association, presents }, watchedZone }: HostnameThing): string {
  const presented = presents === undefined ? undefined : watchedZone.certificates.get(presents)?.entry.name
  if (association?.state === 'enabled')
    return `Cloudflare presents ${nameOf(presented ?? association.certificateId, 'a certificate')} for it.`
  const from = association?.state === 'voided' ? 'Its association was voided' : 'It has no association'
  if (presents === undefined)
    return `${from}: the zone's own store is on, and which certificate it presents is not known.`
  return `${from}: the zone's own store presents ${nameOf(presented, 'its certificate')} for it.`
}

/** By the name under which it is watched, or else its id. */
function assignedName(certificateId: string | undefined, { certificates, scopeId }: WatchedZone): string {
  if (certificateId === undefined) return 'a certificate'
  const watched = certificates.get(keyOf({ kind: kindPresentedFor.hostnames, scopeId, certificateId }))
  return nameOf(watched?.entry.name ?? certificateId, 'a certificate')
}

function isOnAndEmpty(zone: WatchedZone): boolean {
  const { enabled, isFresh } = zone.zoneSwitch
  return enabled === true && isFresh && certificatesInOwnStore(zone) === 0
}

function storeWord(zone: WatchedZone): string {
  const { enabled, isFresh, reading } = zone.zoneSwitch
  if (isOnAndEmpty(zone)) return 'is on, but has no certificate'
  if (enabled !== undefined && isFresh) return enabled ? 'is on' : 'is off'
  return reading.failure ? `is not known to be on (${failureSentence(reading.failure)})` : 'is not known to be on'
}
