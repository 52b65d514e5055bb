import type { Finding, Locate } from './problems.ts'
import { labelNameFault } from './reserved-labels.ts'
import { at, keysAt, listAt, type Path, type Tree, textAt } from './tree.ts'
import { watcherPaths, watchesNothing } from './watchers.ts'

export function emptyWatchList(tree: Tree): readonly Finding[] {
  if (!watchesNothing(tree)) return []
  const text = 'nothing to watch: expected at least one entry with zone_id and certificate_id'
  return [{ path: ['certificates'], text }]
}

/** Two entries for one certificate would disagree on its name, labels and thresholds. */
export function duplicateCertificates(tree: Tree, locate: Locate): readonly Finding[] {
  const firsts = new Map<string, Path>()
  const findings: Finding[] = []
  for (const index of listAt(tree, ['certificates']).keys()) {
    const path = ['certificates', index]
    const identity = identityAt(tree, path)
    const first = identity === undefined ? undefined : firsts.get(identity)
    if (first !== undefined) {
      const text = `the same certificate as certificates[${first[1]}] in line ${locate(first).line}: expected one entry for it`
      findings.push({ path, text })
    } else if (identity !== undefined) firsts.set(identity, path)
  }
  return findings
}

function identityAt(tree: Tree, path: Path): string | undefined {
  const kind = at(tree, [...path, 'kind']) ?? 'hostname'
  const zoneId = textAt(tree, [...path, 'zone_id'])
  const certificateId = textAt(tree, [...path, 'certificate_id'])
  if (zoneId === undefined || certificateId === undefined) return undefined
  return JSON.stringify([kind, zoneId.toLowerCase(), certificateId.toLowerCase()])
}

export function badLabelNames(tree: Tree): readonly Finding[] {
  return watcherPaths(tree).flatMap((path) => {
    const labels = [...path, 'labels']
    return keysAt(tree, labels).flatMap((name): readonly Finding[] => {
      const text = labelNameFault(name)
      return text === undefined ? [] : [{ path: [...labels, name], text, at: 'key' }]
    })
  })
}
