import { z } from 'zod'
import { certificateProblems, mismatchFields } from '../certificate/model.ts'
import { checkFailureReasons } from '../inventory/check-failure.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { severities } from '../judgement/severity.ts'
import { answerFields } from '../kinds/answer-fields.ts'
import { displayedKinds } from '../kinds/displayed-kinds.ts'
import { certificateStatuses } from '../kinds/statuses.ts'
import { trustSchema } from './trust-report.ts'
import { runbookName } from './words-schema.ts'

const text = (description: string) => z.string().describe(description)
const textOrNull = (description: string) => z.string().nullable().describe(description)
const moment = (description: string) => z.iso.datetime().nullable().describe(description)

/** Why a reading failed. */
export const errorSchema = z
  .object({
    reason: z.enum(checkFailureReasons).describe('Why the last check failed.'),
    meaning: text('The reason in words.'),
    detail: text("Cloudflare's own words, or the system's error."),
  })
  .readonly()

const api = z
  .object({
    status: textOrNull('The status in the word that the API uses, documented or not.'),
    expires_on: moment('When it ends.'),
    uploaded_on: moment('When it was uploaded.'),
    issuer: textOrNull('Its issuer.'),
    serial_number: textOrNull('Its serial number.'),
    signature: textOrNull('Its signature algorithm.'),
    unreadable: z
      .array(z.enum(answerFields))
      .readonly()
      .describe('The fields that came in a form that cannot be read, and count as absent.'),
  })
  .readonly()

/** One certificate as `check --json` and the JSON API show it. Instants are RFC 3339 in UTC. Unknown values are null. */
export const certificateReportSchema = z
  .object({
    kind: z
      .enum(displayedKinds)
      .describe('The kind of store that it is in; `bundle`: a CA file; `drill`: it is a synthetic one.'),
    zone_id: text(
      'The zone, 32 hexadecimal digits; absent where the certificate belongs to an account.',
    ).exactOptional(),
    account_id: text(
      'The account, 32 hexadecimal digits; absent where the certificate belongs to a zone.',
    ).exactOptional(),
    bundle: text(
      'The name of the CA file under `bundles`, for what is in such a file; absent for all others.',
    ).exactOptional(),
    certificate_id: text(
      "Cloudflare's id of the certificate; of one in a CA file the beginning of a hash of the bundle's name and the fingerprint.",
    ),
    zone: text("The zone's name for people; its id where none is known.").exactOptional(),
    account: text("The account's name for people; its id where none is known.").exactOptional(),
    file: text('The path of that CA file.').exactOptional(),
    name: text("The certificate's name for people; its id where none is given."),
    labels: z.record(z.string(), z.string()).readonly().describe("The configuration's own labels."),
    credentials: text('The name of the credential that it is asked for with; `none`: Cloudflare is not asked for it.'),
    state: z.enum(certificateStates).describe('The most urgent of all that is so: what decides the severity.'),
    severity: z
      .enum(severities)
      .describe(
        'The severity of the worst alert that fires for it, or will once its `for` has passed; `ok`: none does.',
      ),
    sentence: text('What is so, in a sentence or two. Instants in it are in UTC.'),
    action: textOrNull('What to do about it, in a few words; null: nothing.'),
    runbook: runbookName,
    expiry: moment("The moment that counts: the earliest of its end, its chain's and the API's."),
    days_left: z
      .number()
      .nullable()
      .describe('Days until then at the time of the answer, fractional, negative once past.'),
    not_before: moment('Its begin, from the certificate.'),
    not_after: moment('Its end, from the certificate.'),
    chain: z
      .array(z.object({ subject: text('As RFC 4514 writes names.'), not_after: moment('Its end.') }).readonly())
      .readonly()
      .describe('The certificates behind it that count, its issuer first.'),
    chain_not_after: moment('The earliest end among the certificates behind it.'),
    chain_ends_first: z
      .object({ subject: text('As RFC 4514 writes names.'), not_after: moment('Its end.') })
      .readonly()
      .nullable()
      .describe('The certificate behind it that ends first, where that is before its own end.'),
    expires_on: moment('Its end, from the API.'),
    uploaded_on: moment('When it was uploaded, from the API.'),
    status: z
      .enum(certificateStatuses)
      .nullable()
      .describe(
        "The API's status; `unknown` for a word that it does not document, `gone` for what Cloudflare took away and nothing replaces.",
      ),
    status_since: moment('When this status was first seen.'),
    hostnames: z.array(z.string()).readonly().describe('The watched hostnames that present it, sorted.'),
    in_use: z
      .boolean()
      .nullable()
      .describe('Whether Cloudflare presents it; false only where that is proved, null: not known.'),
    trust: trustSchema
      .nullable()
      .describe('What the CA files of `trusted_by` make of it; null where none is named, or no PEM is known.'),
    serial_number: textOrNull('In decimal, from the certificate; with a minus sign where it is negative.'),
    serial_number_hex: textOrNull(
      'In hexadecimal, an even number of digits in lower case, as openssl writes it; with a minus sign where it is negative.',
    ),
    issuer: textOrNull('As RFC 4514 writes names, from the certificate.'),
    subject: textOrNull('As RFC 4514 writes names.'),
    signature_algorithm: textOrNull('Such as SHA256-RSA, from the certificate.'),
    public_key: textOrNull('Such as RSA 2048.'),
    fingerprint_sha256: textOrNull('Of its DER encoding, 64 hexadecimal digits.'),
    api: api.nullable().describe('What the API says of it, word for word; null where it never answered.'),
    mismatches: z
      .array(z.enum(mismatchFields))
      .readonly()
      .describe('The fields in which API and certificate disagree.'),
    problems: z.array(z.enum(certificateProblems)).readonly().describe('What is wrong with the certificate itself.'),
    thresholds: z
      .object({ warning_seconds: z.number(), critical_seconds: z.number() })
      .readonly()
      .describe('How long before the expiry each severity begins.'),
    last_check: moment('When it was last asked for, however that ended.'),
    last_success: moment('When a check last worked.'),
    stale_after_seconds: z.number().describe('How long without a success is too long.'),
    stale: z.boolean().describe('Whether it has been that long, or no check ever worked.'),
    error: errorSchema.nullable().describe('Why the last check failed; null where it worked.'),
  })
  .readonly()

export type CertificateReport = z.infer<typeof certificateReportSchema>

/** The name of a certificate's zone or account, or the path of its CA file. */
export function placeNameOf({ zone, account, file }: Pick<CertificateReport, 'zone' | 'account' | 'file'>): string {
  return zone ?? account ?? file ?? ''
}
