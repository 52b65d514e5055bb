import { counted } from '../inventory/counted.ts'
import type { CredentialFacts, DaemonFacts } from '../report/daemon-facts.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { lengthWords, minuteWord, moment, since } from './times.ts'

/** The panel about the daemon: its schedule, its credentials and its configuration. */
export function daemonPanel({ daemon, now }: PageFacts): Html {
  const { watched, schedule, lastCycle, config, shard, version, revision, nodeVersion } = daemon
  return html`<section id="daemon" aria-labelledby="daemon-title"><h2 id="daemon-title">This daemon</h2><dl>
${item('Watches', html`${counted(watched.certificates, 'certificate')}, ${counted(watched.hostnames, 'hostname')}, ${counted(watched.zones, 'zone')}${watched.accounts > 0 && ` and ${counted(watched.accounts, 'account')}`} by listing them${watched.bundles > 0 && `, CA files: ${watched.bundles}`}`)}
${item('Schedule', html`<code>${schedule.text}</code> (${schedule.timezone}), at the longest every ${lengthWords(schedule.intervalSeconds)}`)}
${item('Last cycle', lastCycle ? html`${since(lastCycle.startedAt, now)}, took <span data-moving>${lastCycle.duration.toFixed(1)} s</span>` : html`<span class="none">none has ended yet</span>`)}
${item('Next cycle', html`${since(daemon.nextCycle, now)}, <span data-moving>${minuteWord(daemon.nextCycle)}</span>`)}
${daemon.credentials.map((credential) => item(`Credential ${shortened(credential.name, 60)}`, credentialWords(credential, daemon, now)))}
${item('Configuration', html`<code>${shortened(config.path, 120)}</code>, hash <code>${config.hash.toString(16).padStart(12, '0')}</code>, loaded ${since(config.loadedAt, now)}${!config.reloadSuccessful && html`; <strong>the last attempt to load it failed</strong>`}`)}
${item('State', daemon.stateWrittenAt === undefined ? html`<span class="none">none was restored at the start</span>` : html`restored at the start, written ${since(daemon.stateWrittenAt, now)}`)}
${shard.total > 1 && item('Shard', html`${shard.index} of ${shard.total}`)}
${item('Version', html`${version}, revision ${revision}, Node.js ${nodeVersion}, started ${since(daemon.startedAt, now)}`)}
</dl></section>`
}

function item(term: string, description: Html): Html {
  return html`<div><dt>${term}</dt><dd>${description}</dd></div>`
}

function credentialWords(credential: CredentialFacts, { requestsPer5m }: DaemonFacts, now: number): Html {
  const { kind, valid, expiresOn, remaining, heldBack, unreadable } = credential
  const validity = { true: 'valid', false: 'refused', undefined: 'not verified yet' }[`${valid ?? 'undefined'}`]
  const ends =
    expiresOn !== undefined &&
    html`, ${expiresOn < now ? 'ended' : 'ends'} ${since(expiresOn, now)} (${moment(expiresOn)})`
  const endless = kind === 'token' && expiresOn === undefined && valid === true && ', no end is set'
  const what = {
    token: html`token, ${valid === false ? html`<strong>${validity}</strong>` : validity}${ends}${endless}`,
    key: html`e-mail and key${valid === false && html`, <strong>refused</strong>`}`,
  }[kind]
  const left = remaining === undefined ? html`` : html`, Cloudflare says <span data-moving>${remaining}</span> are left`
  if (unreadable !== undefined) return html`<strong>${shortened(unreadable, 300)}</strong>`
  const held =
    heldBack &&
    html`; <strong>held back: ${heldBack.reason}</strong>, next attempt ${since(Math.max(now, heldBack.nextAttempt), now)}`
  return html`${what}; at most ${requestsPer5m} requests in 5 minutes${left}${held}`
}
