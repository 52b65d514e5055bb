import { z } from 'zod'
import { hostnameStates } from '../inventory/snapshot.ts'
import { hostnameVerdicts } from '../judgement/hostname.ts'
import { severities } from '../judgement/severity.ts'
import { errorOf, wordsOf } from './certificate-report.ts'
import { instant } from './instant.ts'
import type { HostnameThing } from './judged-thing.ts'
import { errorSchema } from './report-schema.ts'
import { runbookName } from './words-schema.ts'

/** One watched hostname as `check --json` and the JSON API show it. Unknown values are null. */
export const hostnameReportSchema = z
  .object({
    zone_id: z.string().describe('The zone, 32 hexadecimal digits.'),
    zone: z.string().describe("The zone's name for people; its id where none is known."),
    hostname: z.string().describe('In lower case.'),
    state: z
      .enum(hostnameStates)
      .nullable()
      .describe("Its association at Cloudflare: 'disabled': nothing is presented; null: it was never read."),
    certificate_id: z.string().nullable().describe('The certificate of its association, also where that is off.'),
    presents_certificate_id: z
      .string()
      .nullable()
      .describe("The certificate that Cloudflare presents for it: its own, or that of its zone's own store."),
    verdict: z.enum(hostnameVerdicts).describe('What decides the severity.'),
    severity: z
      .enum(severities)
      .describe('The severity of the worst alert that fires for it, or will once its `for` has passed.'),
    sentence: z.string().describe('What is so, in a sentence or two.'),
    action: z.string().nullable().describe('What to do about it; null: nothing.'),
    runbook: runbookName,
    last_check: z.iso.datetime().nullable().describe('When it was last asked for, however that ended.'),
    last_success: z.iso.datetime().nullable().describe('When that last worked.'),
    error: errorSchema.nullable().describe('Why the last reading failed; null where it worked.'),
  })
  .readonly()

export type HostnameReport = z.infer<typeof hostnameReportSchema>

export function reportOnHostname(thing: HostnameThing): HostnameReport {
  const { hostname, watchedZone, state: verdict, severity } = thing
  const { entry, association, presents, reading } = hostname
  const presented = presents === undefined ? undefined : watchedZone.certificates.get(presents)
  return {
    zone_id: watchedZone.scopeId,
    zone: watchedZone.name,
    hostname: entry.hostname,
    state: association?.state ?? null,
    certificate_id: association?.certificateId ?? null,
    presents_certificate_id: presented?.entry.certificateId ?? null,
    verdict,
    severity,
    ...wordsOf(thing),
    last_check: instant(reading.lastCheck),
    last_success: instant(reading.lastSuccess),
    error: errorOf(reading),
  }
}
