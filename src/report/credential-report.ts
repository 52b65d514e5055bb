import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { checkFailureReasons } from '../inventory/check-failure.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { credentialStates } from '../judgement/credential.ts'
import { readingStates } from '../judgement/store.ts'
import { errorOf, wordsOf } from './certificate-report.ts'
import type { CredentialFacts } from './daemon-facts.ts'
import { instant } from './instant.ts'
import type { DiscoveryThing } from './judged-thing.ts'
import { discoveriesIn, judgedCredential } from './judged-things.ts'
import { errorSchema } from './report-schema.ts'
import { instantOrNull, judgedFields } from './words-schema.ts'

const heldBackSchema = z
  .object({
    cause: z.enum(['outage', 'refused']),
    reason: z.enum(checkFailureReasons),
    detail: z.string().describe("Cloudflare's own words, or the system's error."),
    next_attempt: instantOrNull('When the next request is sent.'),
  })
  .readonly()

const discoverySchema = z
  .object({
    state: z.enum(readingStates).describe('`unknown`: it was never read.'),
    ...judgedFields,
    listed: z.int().nullable().describe('How many zones are in it, before any filter; null: it was never read.'),
    last_check: instantOrNull('When it was last asked for, however that ended.'),
    last_success: instantOrNull('When that last worked.'),
    error: errorSchema.nullable().describe('Why the last reading failed; null where it worked.'),
  })
  .readonly()

/** One credential, without its secret, as the JSON API shows it. Unknown values are null. */
export const credentialReportSchema = z
  .object({
    name: z.string().describe("The configuration's name for it."),
    kind: z.enum(['token', 'key']),
    state: z.enum(credentialStates).describe('`unknown`: nothing was found out yet.'),
    ...judgedFields,
    expires_on: instantOrNull('When the token ends; null: never, or not known.'),
    requests_remaining: z.number().nullable().describe('What Cloudflare says is left of its rate limit.'),
    held_back: heldBackSchema.nullable().describe('Why only one request now and then is sent; null: all are.'),
    zones: discoverySchema
      .nullable()
      .describe('The list of the zones that it can see; null where that is not watched.'),
  })
  .readonly()

export type CredentialReport = z.infer<typeof credentialReportSchema>

export function reportOnCredential(
  credential: CredentialFacts,
  snapshot: Snapshot,
  now: UnixSeconds,
): CredentialReport {
  const { name, kind, expiresOn, remaining, heldBack } = credential
  const thing = judgedCredential(credential, now)
  const discovery = discoveriesIn(snapshot, now).find(({ credentials }) => credentials === name)
  return {
    name,
    kind,
    state: thing.state,
    severity: thing.severity,
    ...wordsOf(thing),
    expires_on: instant(expiresOn),
    requests_remaining: remaining ?? null,
    held_back: heldBack
      ? {
          cause: heldBack.cause,
          reason: heldBack.reason,
          detail: heldBack.detail,
          next_attempt: instant(Math.round(heldBack.nextAttempt)),
        }
      : null,
    zones: discovery ? reportOnDiscovery(discovery) : null,
  }
}

function reportOnDiscovery(thing: DiscoveryThing): NonNullable<CredentialReport['zones']> {
  const { state, severity, discovery } = thing
  const { listed, reading } = discovery
  return {
    state,
    severity,
    ...wordsOf(thing),
    listed: listed?.length ?? null,
    last_check: instant(reading.lastCheck),
    last_success: instant(reading.lastSuccess),
    error: errorOf(reading),
  }
}
