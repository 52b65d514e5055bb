import { z } from 'zod'
import { severities } from '../judgement/severity.ts'

export const runbookName = z
  .string()
  .nullable()
  .describe('The name of the runbook, which the daemon serves at `/runbooks/NAME`; null: nothing is to be done.')

/** The fields that every judged thing has in JSON, beside its state. */
export const judgedFields = {
  severity: z
    .enum(severities)
    .describe('The severity of the worst alert that fires for it, or will once its `for` has passed; `ok`: none does.'),
  sentence: z.string().describe('What is so, in a sentence or two. Instants in it are in UTC.'),
  action: z.string().nullable().describe('What to do about it, in a few words; null: nothing.'),
  runbook: runbookName,
}

export const instantOrNull = (description: string) => z.iso.datetime().nullable().describe(description)
