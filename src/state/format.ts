import { z } from 'zod'
import { certificateProblems, mismatchFields, type UnixSeconds } from '../certificate/model.ts'
import { checkFailureReasons } from '../inventory/check-failure.ts'
import type { CheckHistory, KnownCertificate, Snapshot } from '../inventory/snapshot.ts'

/** What is remembered of one certificate: all but its configuration. */
export interface RememberedCertificate {
  readonly known: KnownCertificate | undefined
  readonly check: CheckHistory
}

export interface State {
  readonly writtenAt: UnixSeconds
  /** By the key of a snapshot. */
  readonly certificates: ReadonlyMap<string, RememberedCertificate>
}

export type StateReading =
  | { readonly ok: true; readonly state: State }
  | { readonly ok: false; readonly detail: string }

const format = 'cloudflare-cert-exporter/state'
/** Goes up when the program before could no longer read what is written. */
const version = 1

const text = z.string().max(100_000)
/** What a Date can hold, in seconds: the log writes it as one. */
const instant = z.number().min(-8.64e12).max(8.64e12)

/** What is not known is null in the file, and undefined in the program. */
function maybe<T>(schema: z.ZodType<T>) {
  return schema.nullable().transform((value) => value ?? undefined)
}

const certificate = z.object({
  known: maybe(
    z.object({
      facts: maybe(
        z.object({
          notBefore: instant,
          notAfter: instant,
          chainNotAfter: maybe(instant),
          serialNumber: text,
          issuer: text,
          subject: text,
          signatureAlgorithm: text,
          publicKey: text,
          fingerprintSha256: text,
          problems: z.array(z.enum(certificateProblems)),
        }),
      ),
      record: z.object({
        status: maybe(text),
        expiresOn: maybe(instant),
        uploadedOn: maybe(instant),
        issuer: maybe(text),
        serialNumber: maybe(text),
        signature: maybe(text),
      }),
      mismatches: z.partialRecord(z.enum(mismatchFields), z.boolean()),
      statusSince: maybe(instant),
    }),
  ),
  check: z.object({
    lastCheck: maybe(instant),
    lastSuccess: maybe(instant),
    failure: maybe(z.object({ reason: z.enum(checkFailureReasons), detail: text, code: maybe(z.number()) })),
    absences: z.number().int().min(0),
  }),
})

const file = z.object({
  format: z.literal(format, 'it is not a state file of this program'),
  version: z.literal(version, `it was written by another version of this program: version ${version} can be read`),
  writtenAt: instant,
  certificates: z.record(z.string(), certificate),
})

/** The file's text: plain facts only, no PEM, no secret, no configuration. */
export function writeState(snapshot: Snapshot, now: UnixSeconds): string {
  const certificates = Object.fromEntries([...snapshot].map(([key, { known, check }]) => [key, toFile(known, check)]))
  const content = { format, version, writtenAt: now, certificates }
  return `${JSON.stringify(content, (_, value) => (value === undefined ? null : value))}\n`
}

function toFile(known: KnownCertificate | undefined, { failure, ...check }: CheckHistory) {
  return {
    known,
    check: { ...check, failure: failure && { reason: failure.reason, detail: failure.detail, code: failure.code } },
  }
}

/** Reads a file's text. Never throws. */
export function readState(content: string): StateReading {
  const result = file.safeParse(parseJson(content))
  if (!result.success) return { ok: false, detail: describe(result.error) }
  const { writtenAt, certificates } = result.data
  const remembered = Object.entries(certificates).map(([key, value]) => [key, fromFile(value)] as const)
  return { ok: true, state: { writtenAt, certificates: new Map(remembered) } }
}

function fromFile({ known, check }: z.infer<typeof certificate>): RememberedCertificate {
  const { failure, ...rest } = check
  if (!failure) return { known, check: { ...rest, failure: undefined } }
  const { code, reason, detail } = failure
  return { known, check: { ...rest, failure: { reason, detail, ...(code !== undefined && { code }) } } }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function describe({ issues: [issue] }: z.ZodError): string {
  if (!issue || issue.path.length === 0) return 'it is not JSON, or not whole'
  return `${issue.path.join('.')}: ${issue.message}`
}
