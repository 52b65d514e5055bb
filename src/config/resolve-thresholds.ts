import type { Threshold, ThresholdPair, Thresholds } from '../certificate/model.ts'
import type { DefaultThresholds } from '../kinds/kind.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import { valid } from './checks/valid.ts'
import type { ConfigurationInput } from './schema/configuration.ts'
import { parseThreshold } from './values/threshold.ts'

/** The global thresholds: those of every kind, and those of single kinds as they are written. */
export interface GlobalThresholds {
  readonly thresholds: Thresholds
  readonly byKind: ThresholdsByKind
}

export type ThresholdsByKind = NonNullable<NonNullable<ConfigurationInput['thresholds']>['by_kind']>

/**
 * The thresholds in force for one kind, each severity by itself. An entry of `certificates` is of one kind, so its own thresholds come
 * first. Those of an entry for several kinds come after what is said of the kind itself.
 */
export function thresholdsOfKind(
  kind: CertificateKind,
  entry: 'certificate' | 'list',
  own: ConfigurationInput['thresholds'],
  { thresholds, byKind }: GlobalThresholds,
): Thresholds {
  const { thresholds: ofKind, authorityThresholds } = kinds[kind]
  const isPlain = ofKind === undefined && authorityThresholds === undefined
  if (isPlain && own === undefined && byKind[kind] === undefined) return thresholds
  const [first, last] = entry === 'certificate' ? [own, undefined] : [undefined, own]
  const said = [first, own?.by_kind?.[kind], byKind[kind], last]
  const inForce = (fallback: DefaultThresholds | undefined) => ({
    warning: firstOf('warning', [...said, fallback], thresholds),
    critical: firstOf('critical', [...said, fallback], thresholds),
  })
  return { ...inForce(ofKind), ...(authorityThresholds && { authority: inForce(authorityThresholds) }) }
}

function firstOf(
  severity: keyof ThresholdPair,
  candidates: readonly (Readonly<Partial<Record<keyof ThresholdPair, string | undefined>>> | undefined)[],
  fallback: Thresholds,
): Threshold {
  const text = candidates.map((each) => each?.[severity]).find((each) => each !== undefined)
  return text === undefined ? fallback[severity] : valid(parseThreshold(text))
}

export function resolveThresholds(
  input: ConfigurationInput['thresholds'],
  inherited: Thresholds | undefined,
): Thresholds {
  const threshold = (text: string | undefined, fallback: Threshold | undefined) =>
    text === undefined ? valid(fallback) : valid(parseThreshold(text))
  return {
    warning: threshold(input?.warning, inherited?.warning),
    critical: threshold(input?.critical, inherited?.critical),
  }
}
