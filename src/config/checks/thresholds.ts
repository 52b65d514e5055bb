import type { Seconds, Threshold, ThresholdPair } from '../../certificate/model.ts'
import { bundleKind } from '../../kinds/displayed-kinds.ts'
import { type Finding, pathText } from '../problems.ts'
import { defaults } from '../schema/defaults.ts'
import { formatDuration, parseDuration } from '../values/duration.ts'
import { parseSchedule } from '../values/schedule.ts'
import { defaultStaleAfter, formatThreshold, isWarningTooShort, parseThreshold } from '../values/threshold.ts'
import { at, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { kindThresholds } from './kind-thresholds.ts'
import { bundlePaths, watcherPaths } from './watchers.ts'

type Severity = keyof ThresholdPair

/** The thresholds in force for some entries, and the place in the file that sets them. */
interface InForce {
  readonly warning: Threshold | undefined
  readonly critical: Threshold | undefined
  readonly pathAtFault: (severity: Severity) => Path
}

export function thresholdOrder(tree: Tree): readonly Finding[] {
  return inForce(tree).flatMap(({ warning, critical, pathAtFault }) => {
    if (warning === undefined || critical === undefined || !isWarningTooShort({ warning, critical })) return []
    const text = `the warning threshold in force is ${formatThreshold(warning)}, the critical one ${formatThreshold(critical)}: expected a longer warning`
    return [{ path: pathAtFault('warning'), text }]
  })
}

/** A stale_after must be shorter than the critical threshold. Otherwise a certificate could expire before anybody hears that it is stale. */
export function staleAfterOrder(tree: Tree): readonly Finding[] {
  const stale = staleAfter(tree)
  if (stale === undefined) return []
  const findings = inForce(tree).flatMap(({ critical, pathAtFault }): readonly Finding[] => {
    if (critical?.kind !== 'duration' || stale.seconds < critical.seconds) return []
    const threshold = `the critical threshold ${formatDuration(critical.seconds)}`
    const criticalPath = pathAtFault('critical')
    if (stale.path === undefined) {
      const text = `${stale.text}, not shorter than ${threshold}: expected a stale_after below that`
      return [{ path: presentPath(tree, criticalPath, ['schedule']), text }]
    }
    return [
      {
        path: stale.path,
        text: `${stale.text}, not shorter than ${threshold} of ${pathText(criticalPath)}: expected a shorter one`,
      },
    ]
  })
  // It is a single setting, so it is a single problem, however many entries it affects.
  return stale.path === undefined ? findings : findings.slice(0, 1)
}

/** Returns `first`, unless only `second` is set in the file. */
function presentPath(tree: Tree, first: Path, second: Path): Path {
  return at(tree, first) === undefined && at(tree, second) !== undefined ? second : first
}

interface StaleAfter {
  readonly seconds: Seconds
  readonly text: string
  /** Undefined for the default. */
  readonly path: Path | undefined
}

function staleAfter(tree: Tree): StaleAfter | undefined {
  const given = at(tree, ['stale_after'])
  if (given !== undefined) {
    const seconds = typeof given === 'string' ? parseDuration(given) : undefined
    return seconds === undefined ? undefined : { seconds, text: formatDuration(seconds), path: ['stale_after'] }
  }
  const schedule = parseSchedule(textAt(tree, ['schedule']) ?? defaults.schedule)
  if (!schedule.ok) return undefined
  const seconds = defaultStaleAfter(schedule.intervalSeconds)
  const text = `without stale_after its default holds (three schedule intervals, 6h at least): ${formatDuration(seconds)}`
  return { seconds, text, path: undefined }
}

/** One for each entry with its own thresholds, and the global ones if an entry has none or if there is no entry. */
function inForce(tree: Tree): readonly InForce[] {
  const paths = watcherPaths(tree)
  const own = paths.filter((path) =>
    severities.some((severity) => at(tree, thresholdPath(path, severity)) !== undefined),
  )
  const globals = own.length === paths.length && own.length > 0 ? [] : [globalThresholds(tree)]
  return [...globals, ...own.map((path) => entryThresholds(tree, path)), ...ofKinds(tree), ...ofBundles(tree)]
}

function ofKinds(tree: Tree): readonly InForce[] {
  return kindThresholds(tree, (severity) => globalThreshold(tree, severity)).map(({ entry, warning, critical }) => ({
    warning: warning.value,
    critical: critical.value,
    pathAtFault: (severity) => {
      const other = severity === 'warning' ? critical : warning
      return (severity === 'warning' ? warning : critical).path ?? other.path ?? entry
    },
  }))
}

function ofBundles(tree: Tree): readonly InForce[] {
  return bundlePaths(tree).map((path) => {
    const value = (severity: Severity) =>
      thresholdAt(tree, thresholdPath(path, severity), parseThreshold(bundleKind.thresholds[severity]))
    const pathAtFault = (severity: Severity): Path => {
      const own = [severity, severity === 'warning' ? 'critical' : 'warning'] as const
      return own.map((each) => thresholdPath(path, each)).find((each) => at(tree, each) !== undefined) ?? path
    }
    return { warning: value('warning'), critical: value('critical'), pathAtFault }
  })
}

const severities = ['warning', 'critical'] as const

function thresholdPath(entry: Path, severity: Severity): Path {
  return [...entry, 'thresholds', severity]
}

function globalThresholds(tree: Tree): InForce {
  const pathAtFault = (severity: Severity): Path => {
    const other = severity === 'warning' ? 'critical' : 'warning'
    const isOnlyOther =
      at(tree, ['thresholds', severity]) === undefined && at(tree, ['thresholds', other]) !== undefined
    return ['thresholds', isOnlyOther ? other : severity]
  }
  return { warning: globalThreshold(tree, 'warning'), critical: globalThreshold(tree, 'critical'), pathAtFault }
}

function globalThreshold(tree: Tree, severity: Severity): Threshold | undefined {
  return thresholdAt(tree, ['thresholds', severity], parseThreshold(defaults.thresholds[severity]))
}

function entryThresholds(tree: Tree, entry: Path): InForce {
  const value = (severity: Severity) =>
    thresholdAt(tree, thresholdPath(entry, severity), globalThreshold(tree, severity))
  const pathAtFault = (severity: Severity): Path => {
    const isInherited = at(tree, thresholdPath(entry, severity)) === undefined
    return isInherited ? [...entry, 'thresholds'] : thresholdPath(entry, severity)
  }
  return { warning: value('warning'), critical: value('critical'), pathAtFault }
}

/** The threshold at a path, or the inherited one. Undefined if the value is no threshold, which another check reports. */
function thresholdAt(tree: Tree, path: Path, inherited: Threshold | undefined): Threshold | undefined {
  const value = at(tree, path)
  if (value === undefined) return inherited
  return typeof value === 'string' ? parseThreshold(value) : undefined
}
