import { z } from 'zod'
import { certificateKinds } from '../../kinds/kinds.ts'
import { durationPattern } from '../values/duration.ts'
import { thresholdPattern } from '../values/threshold.ts'
import { defaults } from './defaults.ts'

/**
 * Every `error` in the schema completes the sentence "found …: expected …", so it says what would be right. If the input is a number or a
 * boolean where text is expected, YAML has probably read an unquoted id or label that way.
 */
export function text(expected: string, pattern: RegExp = /\S/) {
  return z.string({ error: (issue) => expected + quoteHint(issue.input) }).regex(pattern, { error: expected })
}

function quoteHint(input: unknown): string {
  if (typeof input === 'number') return '; quote it, YAML reads it as a number'
  return typeof input === 'boolean' ? '; quote it, YAML reads it as true or false' : ''
}

/** Text for which quotes would not help if a bare number were there. */
export function phrase(expected: string, pattern: RegExp = /\S/) {
  return z.string({ error: expected }).regex(pattern, { error: expected })
}

export const duration = () => phrase('a duration with its unit, such as 30s, 15m, 1h30m or 30d', durationPattern)

const threshold = () =>
  phrase("a duration such as 30d, or a share of the certificate's lifetime such as 33%", thresholdPattern)

export const flag = () => z.boolean({ error: 'true or false' })

/** The expectation lists the known keys, so "did you mean" needs no second pass through the schema. */
export function strictMap<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a map with the keys ${keys}`),
  })
}

export function list<Item extends z.ZodType>(item: Item, expected: string) {
  return z.array(item, { error: expected })
}

/** An optional key. Its default is metadata only, so that the schema contains no transforms. */
export function setting<Schema extends z.ZodType>(schema: Schema, description: string, fallback?: unknown) {
  return schema.optional().meta(fallback === undefined ? { description } : { description, default: fallback })
}

export const zoneId = () => text('32 hexadecimal digits', /^[0-9a-fA-F]{32}$/)

export const accountId = zoneId

const certificateIdPattern =
  /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/
export const certificateId = () => text('a UUID, or 32 hexadecimal digits', certificateIdPattern)

export function thresholds(description: string, fallback?: { warning: string; critical: string }) {
  const byKind = z.partialRecord(z.enum(certificateKinds), strictMap(thresholdPair()), {
    error: `a map of kinds to thresholds; kinds are ${certificateKinds.join(', ')}`,
  })
  const shape = {
    ...thresholdPair(fallback),
    by_kind: setting(byKind, 'Thresholds of single kinds, in place of the others.'),
  }
  return setting(strictMap(shape), description)
}

export function thresholdPair(fallback?: { warning: string; critical: string }) {
  return {
    warning: setting(
      threshold(),
      "How long before the expiry the warning begins: a duration, or a share of the certificate's lifetime such as 33%.",
      fallback?.warning,
    ),
    critical: setting(
      threshold(),
      'How long before the expiry it becomes critical: shorter than the warning.',
      fallback?.critical,
    ),
  }
}

export const caFilePath = () => phrase('the path of a file')

/** @param description what it means where it stands */
export function trustedBy(description: string) {
  const shape = {
    path: caFilePath().describe('The path of the CA file, in PEM.'),
    partial_chain: setting(
      flag(),
      'Let any certificate of the file end a path, and not only a self-signed one: only for origins that accept that.',
      defaults.partialChain,
    ),
  }
  const error = 'the path of a file, or a map with the keys path, partial_chain'
  return setting(z.union([caFilePath(), strictMap(shape)], { error }), description)
}

export function labels() {
  const record = z.record(z.string(), z.string({ error: (issue) => `text${quoteHint(issue.input)}` }), {
    error: 'a map of label names to text, such as {team: payments}',
  })
  return record.optional().meta({
    description: "Labels on every series of this entry, as in Prometheus' static_configs.",
    propertyNames: { pattern: '^(?!__|exported_)[a-zA-Z_][a-zA-Z0-9_]*$' },
  })
}
