import type { CertificateFacts, TrustSource, UnixSeconds } from '../../certificate/model.ts'
import { failureSentenceAtFirst } from '../../inventory/check-failure.ts'
import { certificateAt } from '../../inventory/places.ts'
import type { WatchedCertificate } from '../../inventory/snapshot.ts'
import type { Redactor } from '../../log/redaction.ts'
import { adviceOn } from '../../report/advice/advice.ts'
import { minuteOf } from '../../report/instant.ts'
import { isHostname, type JudgedThing } from '../../report/judged-thing.ts'
import { checkedIn } from '../../report/report.ts'
import { overallAt } from '../../trust/overall.ts'
import type { TrustBook } from '../../trust/trust-book.ts'
import { configurationForHostname, hostnameFrom } from '../check-hostname.ts'
import { readConfiguration } from '../configuration.ts'
import type { CliContext } from '../context.ts'
import { onePass } from '../one-pass.ts'
import type { ConfigOptions } from '../program.ts'

/** What changes for a hostname if the judged certificate is assigned to it. */
export interface Comparison {
  readonly hostname: string
  readonly sentence: string
  /** False where what the hostname presents today could not be read. */
  readonly known: boolean
  readonly changes: readonly { readonly what: string; readonly today: string; readonly afterwards: string }[]
}

/** What a hostname presents today, ready to be compared. */
export interface Presented {
  /** The CA files that the configuration names for it. */
  readonly trustedBy: readonly TrustSource[]
  readonly compare: (
    facts: CertificateFacts,
    book: TrustBook,
    sources: readonly TrustSource[],
    now: UnixSeconds,
  ) => Comparison
}

/**
 * Asks Cloudflare what a hostname presents today.
 * @throws UserError if the configuration or the name is wrong, or if the hostname is in no known zone
 */
export async function comparedWith(
  word: string,
  options: ConfigOptions,
  context: CliContext,
  redactor: Redactor,
): Promise<Presented | 'interrupted'> {
  const hostname = hostnameFrom(word)
  const config = await readConfiguration(options.config, context.environment)
  const look = (wanted: typeof config) => onePass(wanted, options, context, redactor)
  const wanted = await configurationForHostname(config, hostname, look)
  const snapshot = wanted && (await look(wanted))
  if (!snapshot) return 'interrupted'
  const { things } = checkedIn(snapshot, context.clock.now())
  const thing = things.filter(isHostname).find(({ name }) => name === hostname)
  const watched = thing?.hostname
  const today = watched?.presents === undefined ? undefined : certificateAt(snapshot, watched.presents)
  return {
    trustedBy: today?.entry.trustedBy ?? watched?.entry.trustedBy ?? [],
    compare: (...judged) => comparisonOf(hostname, thing, today, ...judged),
  }
}

function comparisonOf(
  hostname: string,
  thing: JudgedThing | undefined,
  today: WatchedCertificate | undefined,
  facts: CertificateFacts,
  book: TrustBook,
  sources: readonly TrustSource[],
  now: UnixSeconds,
): Comparison {
  const before = today?.known?.facts
  if (!today || !before) return withoutPresent(hostname, thing, today)
  const fields: readonly (readonly [string, (of: CertificateFacts) => string])[] = [
    ['subject', (of) => of.subject],
    ['issuer', (of) => of.issuer],
    ['key', (of) => of.publicKey],
    ['signature', (of) => of.signatureAlgorithm],
    ['end', (of) => minuteOf(of.notAfter)],
  ]
  const changes = fields
    .map(([what, of]) => ({ what, today: of(before), afterwards: of(facts) }))
    .filter((change) => change.today !== change.afterwards)
  if (facts.fingerprintSha256 === before.fingerprintSha256)
    return { hostname, sentence: `${hostname} presents this very certificate today.`, known: true, changes: [] }
  return {
    hostname,
    sentence: `${hostname} presents ${today.entry.name} today${trustToday(today, book, sources, now)}:`,
    known: true,
    changes,
  }
}

/** Nothing is presented, which is known; or it could not be read, with the reason. */
function withoutPresent(
  hostname: string,
  thing: JudgedThing | undefined,
  today: WatchedCertificate | undefined,
): Comparison {
  if (thing?.state === 'without_certificate')
    return { hostname, sentence: adviceOn(thing).sentence, known: true, changes: [] }
  const failure = thing?.reading?.failure ?? today?.check.failure
  const why = failure ? `: ${failureSentenceAtFirst(failure)}: ${failure.detail}` : '.'
  return { hostname, sentence: `What ${hostname} presents today is not known${why}`, known: false, changes: [] }
}

/** True if the same files trust the certificate that is presented today. If not, the origin probably uses other files. */
function trustToday(
  { known }: WatchedCertificate,
  book: TrustBook,
  sources: readonly TrustSource[],
  now: UnixSeconds,
): string {
  const trust = known?.presented && book.judge(known.presented, sources)
  if (!trust) return ''
  return overallAt(trust, now).isTrusted ? ', which the same CA file trusts' : ', which the same CA file does not trust'
}
