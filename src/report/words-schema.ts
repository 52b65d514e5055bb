import { z } from 'zod'
import { severities } from '../judgement/severity.ts'

/** The fields that every judged thing has in JSON, beside its state. */
export const judgedFields = {
  severity: z
    .enum(severities)
    .describe('The severity of the worst alert that fires for it, or will once its `for` has passed; `ok`: none does.'),
  sentence: z.string().describe('What is so, in a sentence or two. Instants in it are in UTC.'),
  action: z.string().nullable().describe('What to do about it, in a few words; null: nothing.'),
}

export const instantOrNull = (description: string) => z.iso.datetime().nullable().describe(description)
