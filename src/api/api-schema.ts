import { z } from 'zod'
import { certificateStates } from '../judgement/certificate-states.ts'
import { severities } from '../judgement/severity.ts'
import { certificateReportSchema } from '../report/report-schema.ts'

const asOf = z.iso.datetime().describe('When this answer was made; `days_left` is counted from it.')

/** The answer of `/api/v1/certificates`. */
export const certificateListSchema = z
  .object({
    as_of: asOf,
    counts: z
      .record(z.enum(certificateStates), z.int())
      .readonly()
      .describe('How many are in each state, of all that are watched.'),
    severities: z
      .record(z.enum(severities), z.int())
      .readonly()
      .describe('How many are of each severity, of all that are watched.'),
    total: z.int().describe('How many the filters let through.'),
    certificates: z.array(certificateReportSchema).readonly().describe('The most urgent first.'),
    next_cursor: z.string().nullable().describe('The `cursor` of the rest of the list; null at its end.'),
  })
  .readonly()

/** The answer of `/api/v1/certificates/{kind}/{zone_id}/{certificate_id}`. */
export const oneCertificateSchema = z.object({ as_of: asOf, certificate: certificateReportSchema }).readonly()

/** The body of an answer with status 400 or 404. */
export const apiErrorSchema = z
  .object({
    error: z
      .object({
        code: z.enum(['bad_parameter', 'not_found']),
        parameter: z.string().nullable().describe('The one that is wrong.'),
        message: z.string().describe('What is wrong, for people.'),
      })
      .readonly(),
  })
  .readonly()

export type CertificateList = z.infer<typeof certificateListSchema>
export type OneCertificate = z.infer<typeof oneCertificateSchema>
export type ApiError = z.infer<typeof apiErrorSchema>

/**
 * The JSON Schema (draft 2020-12) of all answers. docs/api.schema.json is written from it. It allows unknown fields, so that readers do
 * not break when fields are added.
 */
export function apiJsonSchema(): object {
  const registry = z.registry<{ id: string }>()
  registry.add(certificateReportSchema, { id: 'Certificate' })
  registry.add(certificateListSchema, { id: 'CertificateList' })
  registry.add(oneCertificateSchema, { id: 'OneCertificate' })
  registry.add(apiErrorSchema, { id: 'Error' })
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/$defs/${id}` })
  const definitions = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of /api/v1/certificates',
    anyOf: ['CertificateList', 'OneCertificate', 'Error'].map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitions),
  }
}
