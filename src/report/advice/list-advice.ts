import { counted } from '../../inventory/counted.ts'
import { kinds } from '../../kinds/kinds.ts'
import { minuteOf } from '../instant.ts'
import type { DiscoveryThing, ListThing } from '../judged-thing.ts'
import type { Advice } from './advice.ts'
import { unreadAction, unreadSentence } from './reading-advice.ts'

const runbook = 'CloudflareDiscoveryFailing'

export function adviceOnList(thing: ListThing): Advice {
  const { state, store, place } = thing
  const { reading, entry, listed } = store
  if (state === 'ok' && store.isNotEntitled) {
    const { plan } = kinds[entry.kind]
    const needs = plan === undefined ? '' : ` These need ${plan}.`
    const sentence = `The plan of ${place.name} does not include certificates of the kind ${entry.kind}.${needs} Cloudflare is asked again every six hours.`
    return { sentence, action: undefined, runbook: undefined }
  }
  if (state === 'ok') {
    const count = listed?.length ?? 0
    const sentence = `The ${entry.kind} store of ${place.name} has ${counted(count, 'certificate')}.`
    return { sentence, action: undefined, runbook: undefined }
  }
  // The list itself works, so that what fails is the switch.
  if (state === 'check_failing' && reading.failure === undefined && place.scope === 'zone') {
    const { zoneSwitch } = place
    const since = zoneSwitch.reading.lastSuccess
    const known = since === undefined ? 'was never read' : `could not be read since ${minuteOf(since)}`
    return {
      sentence: `Whether ${place.name}'s own store is on ${known}.`,
      action: unreadAction(zoneSwitch.reading),
      runbook,
    }
  }
  const sentence = unreadSentence(`The list of the ${entry.kind} store of ${place.name}`, reading)
  const hidden = reading.lastSuccess === undefined ? ' Certificates that nobody watches may be in it.' : ''
  return { sentence: `${sentence}${hidden}`, action: unreadAction(reading), runbook }
}

export function adviceOnDiscovery({ state, discovery }: DiscoveryThing): Advice {
  const { reading, listed, entry } = discovery
  if (state === 'ok') {
    const count = listed?.length ?? 0
    const sentence = `Credential ${entry.credentials} can see ${counted(count, 'zone')}.`
    return { sentence, action: undefined, runbook: undefined }
  }
  const sentence = unreadSentence(`The list of the zones that credential ${entry.credentials} can see`, reading)
  const hidden = reading.lastSuccess === undefined ? ' Zones that nobody watches may be in it.' : ''
  return { sentence: `${sentence}${hidden}`, action: unreadAction(reading), runbook }
}
