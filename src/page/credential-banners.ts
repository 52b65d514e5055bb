import type { UnixSeconds } from '../certificate/model.ts'
import { checkFailures } from '../inventory/check-failure.ts'
import { adviceOn } from '../report/advice/advice.ts'
import type { CredentialFacts } from '../report/daemon-facts.ts'
import type { CredentialThing } from '../report/judged-thing.ts'
import { banner } from './banners.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { since } from './times.ts'

/** Banners for causes that make much of the page stale: a credential that does not work, or an outage. */
export function credentialBanners({ things, now }: PageFacts): readonly Html[] {
  return things.flatMap((thing) => (thing.thing === 'credential' ? ofCredential(thing, now) : []))
}

function ofCredential(thing: CredentialThing, now: UnixSeconds): readonly Html[] {
  const { sentence, action } = adviceOn(thing)
  const { credential } = thing
  const { heldBack } = credential
  const next = heldBack && html` Next attempt ${since(Math.max(now, heldBack.nextAttempt), now)}.`
  const words = html`${shortened(sentence, 400)} <b>${shortened(action ?? '', 120)}.</b>`
  switch (thing.state) {
    case 'unreadable':
      return [banner('bad', 'A credential cannot be read.', html`${words} ${lastKnown}`)]
    case 'refused':
      if (heldBack?.cause === 'outage') return [ofOutage(credential, heldBack, next)]
      return [banner('bad', 'Cloudflare refuses a credential.', html`${words}${unverified(credential)}${next}`)]
    case 'ends_soon':
      return [banner('warn', 'A token ends soon.', words)]
    case 'ended':
      return [banner('warn', 'A token has ended.', words)]
    default:
      return heldBack ? [ofHoldingBack(credential, heldBack, next)] : []
  }
}

type HeldBack = NonNullable<CredentialFacts['heldBack']>

const lastKnown = 'What stands below is what was last known.'

function ofHoldingBack(credential: CredentialFacts, heldBack: HeldBack, next: Html | undefined): Html {
  if (heldBack.cause === 'outage') return ofOutage(credential, heldBack, next)
  heldBack.cause satisfies 'refused'
  const why = html`All that was last asked for with <b>${credential.name}</b> was refused (${shortened(heldBack.detail, 300)}). ${lastKnown}${next}`
  return banner('warn', 'Cloudflare may refuse a credential.', why)
}

function ofOutage({ name }: CredentialFacts, { reason, detail }: HeldBack, next: Html | undefined): Html {
  const why = html`Credential <b>${name}</b>: ${checkFailures[reason].sentence} (${reason}: ${shortened(detail, 300)}). ${lastKnown}${next}`
  return banner('bad', 'Cloudflare cannot be reached.', why)
}

function unverified({ kind, isUnverifiable }: CredentialFacts): Html | undefined {
  switch (kind) {
    case 'key':
      return html` Cloudflare cannot verify a key. Every request with it has failed, twice in a row.`
    case 'token':
      return isUnverifiable
        ? html` The token could not be verified: where it belongs to an account, set <code>account_id</code> beside it.`
        : undefined
  }
}
