import type { Snapshot } from '../inventory/snapshot.ts'
import { type NeverListed, neverListedIn } from '../report/never-listed.ts'
import { banner } from './banners.ts'
import { domain, type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'

/** Banners for what was never read, and for reasons why several things cannot be read. */
export function readingBanners(facts: PageFacts): readonly Html[] {
  return [...ofUnlisted(facts), ...ofCauses(facts), ...ofUnasked(facts)]
}

const namesShown = 12

/** Things that were never read stand nowhere else on the page. */
function ofUnlisted({ snapshot }: PageFacts): readonly Html[] {
  const missing = neverListedIn(snapshot).filter(({ reason }) => reason !== undefined)
  const credentials = missing.filter(({ what }) => what === 'credential')
  const bundles = missing.filter(({ what }) => what === 'bundle')
  const places = missing.filter(({ what }) => what === 'zone' || what === 'account')
  return [
    ...credentials.map(({ name, ...why }) =>
      banner(
        'bad',
        `The zones that credential ${shortened(name, 60)} can see have never been listed.`,
        html`What is in them is not on this page. ${reasons([{ name, ...why }])}`,
      ),
    ),
    ...(places.length > 0 ? [ofPlaces(places, snapshot)] : []),
    ...bundles.map(({ name, ...why }) =>
      banner(
        'bad',
        `The CA file ${shortened(name, 200)} could not be read yet.`,
        html`Its certificates are not on this page. ${reasons([{ name, ...why }])}`,
      ),
    ),
  ]
}

function ofPlaces(missing: readonly NeverListed[], { places }: Snapshot): Html {
  const verb = missing.length === 1 ? 'has' : 'have'
  const shown = missing.slice(0, namesShown).map(({ name }, i) => html`${i > 0 && ', '}${domain(name)}`)
  const more = missing.length - namesShown
  const names = html`${shown}${more > 0 && ` and ${more} more`}`
  const hasAccounts = [...places.values()].some(({ scope }) => scope === 'account')
  const title = `${missing.length} of ${places.size} zones${hasAccounts ? ' and accounts' : ''} ${verb} never been listed.`
  return banner('bad', title, html`Certificates in ${names} are not on this page. ${reasons(missing)}`)
}

function reasons(missing: readonly NeverListed[]): Html {
  const said = [...new Set(missing.map(({ reason, meaning }) => `${reason}: ${meaning}.`))]
  return html`${said.join(' ')}`
}

/** Leaves out causes that a credential's banner tells already. */
function ofCauses({ causes, things, daemon }: PageFacts): readonly Html[] {
  const read = things.filter(({ reading }) => reading !== undefined).length
  return causes.flatMap(({ credentials, reason, meaning, action, detail, count }) => {
    const credential = daemon.credentials.find(({ name }) => name === credentials)
    const isSaid = credential?.heldBack !== undefined || credential?.unreadable !== undefined
    if (isSaid || credential?.valid === false) return []
    const title = `${count} of ${read} readings with credential ${shortened(credentials, 60)} failed for the same reason.`
    const why = html`${reason}: ${meaning} (${shortened(detail, 300)}). What stands below is what was last known of them. <b>${action}.</b>`
    return [banner(count * 2 >= read ? 'bad' : 'warn', title, why)]
  })
}

function ofUnasked({ things }: PageFacts): readonly Html[] {
  const read = things.flatMap(({ reading }) => reading ?? [])
  const unasked = read.filter(({ lastCheck }) => lastCheck === undefined).length
  if (unasked === 0) return []
  const text = html`${unasked} of ${read.length} certificates, hostnames and lists have not been asked for yet.`
  return [banner('info', 'The first cycle is under way.', text)]
}
