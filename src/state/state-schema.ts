import { z } from 'zod'
import { certificateProblems, mismatchFields } from '../certificate/model.ts'
import { commonNameOf } from '../certificate/subject-cn.ts'
import { type CheckFailure, checkFailureReasons } from '../inventory/check-failure.ts'
import { hostnameStates } from '../inventory/snapshot.ts'
import { answerFields } from '../kinds/answer-fields.ts'
import { certificateKinds } from '../kinds/kinds.ts'

export const formatName = 'cloudflare-cert-exporter/state'
/** Is raised when older programs can no longer read what this one writes. */
export const formatVersion = 1

const text = z.string().max(100_000)
/** The range of a Date in seconds. The log writes such a time as a Date. */
const instant = z.number().min(-8.64e12).max(8.64e12)

/** Limits ids as in answers, because ids reach URLs, links and labels. */
const certificateId = z.string().regex(/^[a-z0-9_-]{1,64}$/, 'is not the id of a certificate')
export const zoneId = z.string().regex(/^[0-9a-f]{32}$/, 'is not the id of a zone')
export const accountId = z.string().regex(/^[0-9a-f]{32}$/, 'is not the id of an account')
export const certificateKey = z
  .string()
  .regex(
    new RegExp(`^(?:${certificateKinds.join('|')})/[0-9a-f]{32}/[a-z0-9_-]{1,64}$`),
    'is not the key of a certificate',
  )

/** An unknown value is null in the file and undefined in the program. */
function maybe<T>(schema: z.ZodType<T>) {
  return schema.nullable().transform((value) => value ?? undefined)
}

/** Contains the reason only. A wait that Cloudflare asked for does not survive a restart. */
const failure = z
  .object({ reason: z.enum(checkFailureReasons), detail: text, code: z.number().nullish() })
  .transform(
    ({ reason, detail, code }): CheckFailure => ({ reason, detail, ...(typeof code === 'number' && { code }) }),
  )

const reading = {
  lastCheck: maybe(instant),
  lastSuccess: maybe(instant),
  failure: maybe(failure),
  // The first versions did not write this.
  failingSince: instant.exactOptional(),
}

const facts = z
  .object({
    notBefore: instant,
    notAfter: instant,
    // The first versions did not write this.
    chain: z.array(z.object({ subject: text, notAfter: instant })).default([]),
    chainNotAfter: maybe(instant),
    serialNumber: text,
    issuer: text,
    subject: text,
    signatureAlgorithm: text,
    publicKey: text,
    // The first versions did not write this.
    publicKeySha256: text.exactOptional(),
    fingerprintSha256: text,
    problems: z.array(z.enum(certificateProblems)),
  })
  .transform((facts) => ({ ...facts, commonName: commonNameOf(facts.subject) }))

export const certificateSchema = z.object({
  known: maybe(
    z.object({
      facts: maybe(facts),
      record: z.object({
        status: maybe(text),
        expiresOn: maybe(instant),
        uploadedOn: maybe(instant),
        issuer: maybe(text),
        serialNumber: maybe(text),
        signature: maybe(text),
        // The first versions did not write this.
        hosts: z.array(text).exactOptional(),
        inUse: z.boolean().exactOptional(),
        isAuthority: z.boolean().exactOptional(),
        name: text.exactOptional(),
        unreadable: z.array(z.enum(answerFields)).min(1).exactOptional(),
      }),
      mismatches: z.partialRecord(z.enum(mismatchFields), z.boolean()),
      statusSince: maybe(instant),
      // The first versions did not write this.
      presented: z.array(text).min(1).max(10).exactOptional(),
      vanished: z.object({ at: instant, goneSince: maybe(instant) }).exactOptional(),
    }),
  ),
  check: z.object({ ...reading, absences: z.number().int().min(0) }),
  // The first versions did not write this.
  use: z
    .object({ inUse: z.boolean(), since: instant })
    .nullish()
    .transform((use) => use ?? undefined),
})

const association = z.object({
  state: z.enum(hostnameStates),
  certificateId: maybe(certificateId),
  status: maybe(text),
  replaces: certificateId.optional(),
})

const listedCertificate = z.object({ certificateId, status: maybe(text), uploadedOn: maybe(instant) })

const store = z.object({
  listed: maybe(z.array(listedCertificate)),
  reading: z.object(reading),
  emptyListings: z.number().int().min(0),
  vanished: z.array(certificateId).exactOptional(),
})

const stores = z.partialRecord(z.enum(certificateKinds), store)

export const accountSchema = z.object({ stores })

export const zoneSchema = z.object({
  hostnames: z.record(z.string(), z.object({ association: maybe(association), reading: z.object(reading) })),
  stores,
  zoneSwitch: z.object({ enabled: maybe(z.boolean()), reading: z.object(reading) }),
})

export const bundleName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/, 'is not the name of a bundle')

export const bundleSchema = z.object({
  certificates: z.array(facts).max(500),
  reading: z.object(reading),
})

export const discoverySchema = z.object({
  listed: maybe(
    z.array(
      z.object({
        zoneId,
        zone: text,
        // The first versions did not write this.
        withoutQuota: z.array(z.enum(certificateKinds)).min(1).exactOptional(),
      }),
    ),
  ),
  reading: z.object(reading),
})

const map = z.record(z.string(), z.unknown())

/** The outer shape. A file without it is refused. The entries of its maps are read one by one. */
export const fileSchema = z.object(
  {
    format: z.literal(formatName, 'it is not a state file of this program'),
    version: z.literal(
      formatVersion,
      `it was written by another version of this program: version ${formatVersion} can be read`,
    ),
    writtenAt: instant,
    certificates: map,
    // Who wrote the file. The first versions did not write this, and a wrong value does not make the rest unusable.
    writer: z.unknown().optional(),
    // The first versions did not write this.
    zones: map.default({}),
    // Not in what a version without kinds of account scope wrote.
    accounts: map.default({}),
    discoveries: map.default({}),
    // Not in what a version without bundles wrote.
    bundles: map.default({}),
  },
  'it is not JSON, or not whole',
)
