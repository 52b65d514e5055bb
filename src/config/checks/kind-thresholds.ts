import type { Threshold, ThresholdPair } from '../../certificate/model.ts'
import {
  type CertificateKind,
  defaultKind,
  isCertificateKind,
  kinds,
  kindsOfScope,
  kindsReadByDefault,
} from '../../kinds/kinds.ts'
import { parseThreshold } from '../values/threshold.ts'
import { at, listAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { watcherPaths } from './watchers.ts'

/** Where the threshold of a kind in an entry comes from. Undefined: from the kind itself. */
export interface KindThreshold {
  readonly value: Threshold | undefined
  readonly path: Path | undefined
}

/** The thresholds that one entry has in force for one kind. */
export interface KindThresholds extends Readonly<Record<keyof ThresholdPair, KindThreshold>> {
  readonly entry: Path
}

/**
 * The thresholds in force for each kind that an entry asks for, if something of the kind's own decides one of them. All others are those
 * of the entry, or the global ones.
 * @param global the global threshold of a severity
 */
export function kindThresholds(
  tree: Tree,
  global: (severity: keyof ThresholdPair) => Threshold | undefined,
): readonly KindThresholds[] {
  return entriesWithKinds(tree).flatMap(({ entry, kinds: asked }) =>
    asked.flatMap((kind) => {
      const places = placesFor(entry, kind)
      const isOfKind =
        kinds[kind].thresholds !== undefined || places.some(({ isOfKind, path }) => isOfKind && at(tree, path))
      if (!isOfKind) return []
      const inForce = (severity: keyof ThresholdPair): KindThreshold => {
        const path = places.map((place) => [...place.path, severity]).find((each) => at(tree, each) !== undefined)
        if (path) return { value: parsed(at(tree, path)), path }
        const own = kinds[kind].thresholds?.[severity]
        return { value: own === undefined ? global(severity) : parseThreshold(own), path: undefined }
      }
      return [{ entry, warning: inForce('warning'), critical: inForce('critical') }]
    }),
  )
}

/** The places in which thresholds of a kind may stand, the first one that has one decides. */
function placesFor(entry: Path, kind: CertificateKind): readonly { readonly path: Path; readonly isOfKind: boolean }[] {
  const own = { path: [...entry, 'thresholds'], isOfKind: false }
  const ofKind = [
    { path: [...entry, 'thresholds', 'by_kind', kind], isOfKind: true },
    { path: ['thresholds', 'by_kind', kind], isOfKind: true },
  ]
  const isOfOneKind = entry[0] === 'certificates' || entry[0] === 'hostnames'
  return isOfOneKind ? [own, ...ofKind] : [...ofKind, own]
}

interface EntryKinds {
  readonly entry: Path
  readonly kinds: readonly CertificateKind[]
}

function entriesWithKinds(tree: Tree): readonly EntryKinds[] {
  const written = watcherPaths(tree).map((entry) => ({ entry, kinds: kindsAsked(tree, entry) }))
  const isBare = at(tree, ['discover_zones']) === true
  return isBare ? [...written, { entry: ['discover_zones'], kinds: kindsReadByDefault }] : written
}

function kindsAsked(tree: Tree, entry: Path): readonly CertificateKind[] {
  const [list] = entry
  if (list === 'certificates') return [textAt(tree, [...entry, 'kind']) ?? defaultKind].filter(isCertificateKind)
  if (list === 'hostnames') return ['hostname']
  const wanted = listAt(tree, [...entry, 'kinds']).filter((each) => typeof each === 'string')
  if (wanted.length > 0) return [...new Set(wanted)].filter(isCertificateKind)
  return list === 'accounts' ? kindsOfScope.account : kindsReadByDefault
}

function parsed(value: Tree | undefined): Threshold | undefined {
  return typeof value === 'string' ? parseThreshold(value) : undefined
}
