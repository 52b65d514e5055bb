import { z } from 'zod'
import type { Snapshot } from '../inventory/snapshot.ts'
import { daemonParts, daemonStates } from '../judgement/daemon.ts'
import { severities } from '../judgement/severity.ts'
import { causesOf } from './causes.ts'
import { wordsOf } from './certificate-report.ts'
import type { DaemonFacts } from './daemon-facts.ts'
import { countsOf } from './filters.ts'
import { instant } from './instant.ts'
import type { JudgedThing } from './judged-thing.ts'
import { neverListedIn } from './never-listed.ts'
import { instantOrNull, judgedFields } from './words-schema.ts'

const count = z.int()

/** What the daemon says of itself, and of everything that it watches, as the JSON API shows it. Unknown values are null. */
export const statusReportSchema = z
  .object({
    severity: z.enum(severities).describe('The worst severity of everything that is judged.'),
    severities: z.record(z.enum(severities), count).readonly().describe('How many things are of each.'),
    is_complete: z.boolean().describe('False while something was never listed: then all counts are lower bounds.'),
    never_listed: z
      .array(
        z
          .object({
            what: z
              .enum(['zone', 'account', 'credential', 'bundle'])
              .describe('A zone, an account, all zones that a credential can see, or a CA file of `bundles`.'),
            name: z.string(),
            reason: z.string().nullable().describe('Why; null: it was not asked for yet.'),
          })
          .readonly(),
      )
      .readonly()
      .describe('What was never read, and may hold certificates.'),
    causes: z
      .array(
        z
          .object({ credentials: z.string(), reason: z.string(), meaning: z.string(), action: z.string(), count })
          .readonly(),
      )
      .readonly()
      .describe('Why several things cannot be read, each said once.'),
    parts: z
      .array(z.object({ part: z.enum(daemonParts), state: z.enum(daemonStates), ...judgedFields }).readonly())
      .readonly()
      .describe('The daemon’s own parts.'),
    watched: z
      .object({ certificates: count, hostnames: count, zones: count, accounts: count, bundles: count })
      .readonly(),
    schedule: z.object({ text: z.string(), timezone: z.string(), interval_seconds: z.number() }).readonly(),
    last_cycle: instantOrNull('When the last cycle that has ended began.'),
    next_cycle: instantOrNull('When the next one begins.'),
    config_loaded_at: instantOrNull('When the configuration in force was loaded.'),
    shard: z.object({ index: count, total: count }).readonly(),
    version: z.string(),
    revision: z.string(),
    started_at: instantOrNull('When the daemon started.'),
  })
  .readonly()

export type StatusReport = z.infer<typeof statusReportSchema>

export function reportOnStatus(things: readonly JudgedThing[], snapshot: Snapshot, daemon: DaemonFacts): StatusReport {
  const counts = countsOf(
    severities,
    things.map(({ severity }) => severity),
  )
  const neverListed = neverListedIn(snapshot)
  const { text, timezone, intervalSeconds } = daemon.schedule
  const { certificates, hostnames, zones, accounts, bundles } = daemon.watched
  return {
    severity: severities.find((severity) => counts[severity] > 0) ?? 'ok',
    severities: counts,
    is_complete: neverListed.length === 0,
    never_listed: neverListed.map(({ what, name, reason }) => ({ what, name, reason: reason ?? null })),
    causes: causesOf(things).map(({ detail: _, ...cause }) => cause),
    parts: things.flatMap((thing) =>
      thing.thing === 'daemon'
        ? [{ part: thing.part, state: thing.state, severity: thing.severity, ...wordsOf(thing) }]
        : [],
    ),
    watched: { certificates, hostnames, zones, accounts, bundles },
    schedule: { text, timezone, interval_seconds: intervalSeconds },
    last_cycle: instant(daemon.lastCycle?.startedAt),
    next_cycle: instant(daemon.nextCycle),
    config_loaded_at: instant(daemon.config.loadedAt),
    shard: daemon.shard,
    version: daemon.version,
    revision: daemon.revision,
    started_at: instant(daemon.startedAt),
  }
}
