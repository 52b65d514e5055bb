import type { UnixSeconds } from '../certificate/model.ts'
import { checkFailures } from '../inventory/check-failure.ts'
import { isStale } from '../report/certificate-report.ts'
import type { CredentialFacts } from '../report/daemon-facts.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, plainQuery } from './query.ts'
import { moment, since } from './times.ts'

/** What stands above everything else: why the rest of the page may be old. */
export function banners(facts: PageFacts): readonly Html[] {
  return [...ofCredentials(facts), ...ofChecks(facts), ...ofState(facts), ...ofReload(facts)]
}

function banner(level: 'bad' | 'warn' | 'info', title: string, text: Html): Html {
  return html`<div class="banner ${level}"><strong>${title}</strong> ${text}</div>`
}

function ofCredentials({ daemon, now }: PageFacts): readonly Html[] {
  return daemon.credentials.flatMap((credential) => [
    ...(ofReading(credential) ?? ofHoldingBack(credential, now) ?? endsSoon(credential, now)),
  ])
}

/** Whatever Cloudflare said before: it is not asked now. */
function ofReading({ name, unreadable }: CredentialFacts): readonly Html[] | undefined {
  if (unreadable === undefined) return undefined
  const why = html`Credential <b>${name}</b>: ${shortened(unreadable, 300)}. Nothing is asked with it until that is put right. What stands below is what was last known.`
  return [banner('bad', 'A credential cannot be read.', why)]
}

function ofHoldingBack(credential: CredentialFacts, now: UnixSeconds): readonly Html[] | undefined {
  const { name, heldBack, valid } = credential
  const next = heldBack && html` Next attempt ${since(Math.max(now, heldBack.nextAttempt), now)}.`
  if (heldBack?.cause === 'outage') {
    const why = html`Credential <b>${name}</b>: ${checkFailures[heldBack.reason].sentence} (${heldBack.reason}: ${shortened(heldBack.detail, 300)}). What stands below is what was last known.${next}`
    return [banner('bad', 'Cloudflare cannot be reached.', why)]
  }
  const detail = heldBack && html` (${shortened(heldBack.detail, 300)})`
  if (valid === false) {
    const why = html`Renew <b>${name}</b>${detail}: nothing that is asked for with it is seen any more.${unverified(credential)}${next}`
    return [banner('bad', 'Cloudflare refuses a credential.', why)]
  }
  if (!heldBack) return undefined
  const why = html`All that was last asked for with <b>${name}</b> was refused${detail}. What stands below is what was last known.${next}`
  return [banner('warn', 'Cloudflare may refuse a credential.', why)]
}

function unverified({ kind, isUnverifiable }: CredentialFacts): Html | undefined {
  if (kind === 'key') return html` A key cannot be verified: twice nothing has succeeded that was asked with it.`
  return isUnverifiable
    ? html` The token could not be verified: where it belongs to an account, set <code>account_id</code> beside it.`
    : undefined
}

/** As `CloudflareTokenExpirySoon` has it. */
function endsSoon({ name, expiresOn }: CredentialFacts, now: UnixSeconds): readonly Html[] {
  if (expiresOn === undefined || expiresOn - now > 14 * 86_400) return []
  const when = html`<b>${name}</b>: ${since(expiresOn, now)}, on ${moment(expiresOn)}.`
  return [banner('warn', expiresOn < now ? 'A token has ended.' : 'A token ends soon.', when)]
}

function ofChecks(facts: PageFacts): readonly Html[] {
  return [...ofOutage(facts), ...ofStale(facts), ...ofUnasked(facts)]
}

/** Where no credential is held back, which would have been told already. */
function ofOutage({ all, daemon }: PageFacts): readonly Html[] {
  const failures = all.flatMap(({ certificate: { check } }) => (check.failure ? [check.failure.reason] : []))
  const outages = failures.filter((reason) => checkFailures[reason].isOutage)
  if (outages.length === 0 || daemon.credentials.some(({ heldBack }) => heldBack?.cause === 'outage')) return []
  const title = `Cloudflare could not be asked about ${outages.length} of ${all.length} certificates.`
  const why = html`The reason: ${[...new Set(outages)].join(', ')}. What stands below is what was last known of them.`
  return [banner(outages.length * 2 >= all.length ? 'bad' : 'warn', title, why)]
}

function ofStale({ all, now }: PageFacts): readonly Html[] {
  const stale = all.filter(
    ({ certificate }) =>
      certificate.check.lastCheck !== undefined &&
      certificate.check.failure?.reason !== 'not_found' &&
      isStale(certificate, now),
  )
  if (stale.length === 0) return []
  const unknown = linkTo(plainQuery, { state: 'stale' })
  const text = html`No check of them has worked for too long, or none ever. <a href="${unknown}">Show what is stale</a>`
  return [banner('warn', `${stale.length} of ${all.length} certificates are not watched at present.`, text)]
}

function ofUnasked({ all }: PageFacts): readonly Html[] {
  const unasked = all.filter(({ certificate }) => certificate.check.lastCheck === undefined)
  if (unasked.length === 0) return []
  const text = html`${unasked.length} of ${all.length} have not been asked for yet.`
  return [banner('info', 'The first cycle is under way.', text)]
}

function ofReload({ daemon: { config } }: PageFacts): readonly Html[] {
  if (config.reloadSuccessful) return []
  const text = html`The one of ${moment(config.loadedAt)} stays in force; the log says what is wrong with the new one.`
  return [banner('warn', 'The changed configuration could not be loaded.', text)]
}

function ofState({ daemon: { stateTrouble } }: PageFacts): readonly Html[] {
  switch (stateTrouble?.kind) {
    case 'shared': {
      const who = stateTrouble.writer === 'other' ? 'This one writes no more' : 'This one goes on writing'
      const text = html`${who}: give each daemon a <code>state.path</code> of its own, or a restart forgets what it knew.`
      return [banner('warn', 'Another process writes the same state file.', text)]
    }
    case 'unwritten': {
      const text = html`A restart would forget what is new: ${shortened(stateTrouble.detail, 300)}.`
      return [banner('warn', 'The state cannot be written.', text)]
    }
    case 'unread': {
      const text = html`What the last process knew is added once it has been read. Until then nothing is written.`
      return [banner('warn', 'The state has not been read yet.', text)]
    }
    default:
      return []
  }
}
