import { z } from 'zod'
import { rotations } from '../history/model.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { severities } from '../judgement/severity.ts'
import { accountReportSchema } from '../report/account-report.ts'
import { credentialReportSchema } from '../report/credential-report.ts'
import { hostnameReportSchema } from '../report/hostname-report.ts'
import { certificateReportSchema } from '../report/report-schema.ts'
import { statusReportSchema } from '../report/status-report.ts'
import { zoneReportSchema } from '../report/zone-report.ts'

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

const page = {
  severities: z
    .record(z.enum(severities), z.int())
    .readonly()
    .describe('How many are of each severity, of all that are watched.'),
  total: z.int().describe('How many the filters let through.'),
  next_cursor: z.string().nullable().describe('The `cursor` of the rest of the list; null at its end.'),
}

const hostnames = z.array(hostnameReportSchema).readonly().describe('The most urgent first.')

/** The answer of `/api/v1/hostnames`. */
export const hostnameListSchema = z.object({ as_of: asOf, ...page, hostnames }).readonly()

const zones = z.array(zoneReportSchema).readonly().describe('The most urgent first.')

/** The answer of `/api/v1/zones`. */
export const zoneListSchema = z.object({ as_of: asOf, ...page, zones }).readonly()

const accounts = z.array(accountReportSchema).readonly().describe('The most urgent first.')

/** The answer of `/api/v1/accounts`. */
export const accountListSchema = z.object({ as_of: asOf, ...page, accounts }).readonly()

const credentials = z.array(credentialReportSchema).readonly()

/** The answer of `/api/v1/credentials`. */
export const credentialListSchema = z.object({ as_of: asOf, credentials }).readonly()

/** The answer of `/api/v1/status`. */
export const statusSchema = z.object({ as_of: asOf, status: statusReportSchema }).readonly()

const changeSchema = z
  .object({
    at: z.iso.datetime().describe('When it was seen, to the minute.'),
    state: z.enum(certificateStates).nullable().describe('The state from then on; null: it is a rotation.'),
    rotation: z
      .enum(rotations)
      .nullable()
      .describe(
        "'presented': Cloudflare began to present it; 'replaced': Cloudflare no longer presents it; 'renewed': another certificate stands under its id; null: it is a state.",
      ),
  })
  .readonly()

/** The answer of `/api/v1/certificates/{kind}/{scope_id}/{certificate_id}`. */
export const oneCertificateSchema = z
  .object({
    as_of: asOf,
    certificate: certificateReportSchema,
    history: z
      .array(changeSchema)
      .readonly()
      .describe(
        'What has changed in the last 90 days, the oldest first, with the state in which they began; 40 changes at most.',
      ),
  })
  .readonly()

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
export type HostnameList = z.infer<typeof hostnameListSchema>
export type ZoneList = z.infer<typeof zoneListSchema>
export type AccountList = z.infer<typeof accountListSchema>
export type CredentialList = z.infer<typeof credentialListSchema>
export type Status = z.infer<typeof statusSchema>
export type OneCertificate = z.infer<typeof oneCertificateSchema>
export type ApiError = z.infer<typeof apiErrorSchema>

/** Every answer with status 200 has its moment. */
export type AsOf = HostnameList | ZoneList | AccountList | CredentialList | Status

const answers = {
  CertificateList: certificateListSchema,
  OneCertificate: oneCertificateSchema,
  HostnameList: hostnameListSchema,
  ZoneList: zoneListSchema,
  AccountList: accountListSchema,
  CredentialList: credentialListSchema,
  Status: statusSchema,
  Error: apiErrorSchema,
} as const

const parts = {
  Certificate: certificateReportSchema,
  Hostname: hostnameReportSchema,
  Zone: zoneReportSchema,
  Account: accountReportSchema,
  Credential: credentialReportSchema,
} as const

/**
 * The JSON Schema (draft 2020-12) of all answers; docs/api.schema.json is this. It allows fields that it does not know: new ones may
 * come, and no reader should break.
 */
export function apiJsonSchema(): object {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries({ ...parts, ...answers })) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/$defs/${id}` })
  const definitions = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of /api/v1',
    anyOf: Object.keys(answers).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitions),
  }
}
