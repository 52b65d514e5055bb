import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import process, { getActiveResourcesInfo } from 'node:process'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { type Family, gauge, labelledSample, type Sample, sampleOf } from '../exposition/family.ts'
import { Histogram } from './counted.ts'

/** What keeps the event loop alive, by type. */
export function activeFamilies(): readonly Family[] {
  const classes = (list: readonly unknown[]) =>
    list.flatMap((each) => (typeof each === 'object' && each ? [each.constructor?.name ?? 'Object'] : []))
  return [
    gauge(
      'nodejs_active_resources',
      'Number of active resources that are currently keeping the event loop alive, grouped by async resource type.',
      countedByType(getActiveResourcesInfo()),
    ),
    gauge(
      'nodejs_active_handles',
      'Number of active libuv handles grouped by handle type. Every handle type is C++ class name.',
      countedByType(classes(listOf('_getActiveHandles'))),
    ),
    gauge(
      'nodejs_active_requests',
      'Number of active libuv requests grouped by request type. Every request type is C++ class name.',
      countedByType(classes(listOf('_getActiveRequests'))),
    ),
  ]
}

/** Node.js does not document these two functions, and may leave them out. */
function listOf(name: '_getActiveHandles' | '_getActiveRequests'): readonly unknown[] {
  const read: unknown = Reflect.get(process, name)
  const list: unknown = typeof read === 'function' ? read.call(process) : []
  return Array.isArray(list) ? list : []
}

function countedByType(types: readonly string[]): readonly Sample[] {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => labelledSample({ type }, count))
}

/** The heap of V8, and its parts. */
export function heapFamilies(): readonly Family[] {
  const { total_heap_size: total, used_heap_size: used, external_memory: external } = getHeapStatistics()
  const spaces = getHeapSpaceStatistics()
  const bySpace = (which: string, of: (space: (typeof spaces)[number]) => number): Family =>
    gauge(
      `nodejs_heap_space_size_${which}_bytes`,
      `Process heap space size ${which} from Node.js in bytes.`,
      spaces.map((space) => labelledSample({ space: space.space_name.replace(/_space$/, '') }, of(space))),
    )
  return [
    gauge('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.', sampleOf(total)),
    gauge('nodejs_heap_size_used_bytes', 'Process heap size used from Node.js in bytes.', sampleOf(used)),
    gauge('nodejs_external_memory_bytes', 'Node.js external memory size in bytes.', sampleOf(external)),
    bySpace('total', (space) => space.space_size),
    bySpace('used', (space) => space.space_used_size),
    bySpace('available', (space) => space.space_available_size),
  ]
}

const kinds: ReadonlyMap<number, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
])

/** Counts garbage collections from now on. */
export function observeGarbageCollections(): Histogram {
  const durations = new Histogram({
    name: 'nodejs_gc_duration_seconds',
    help: 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
    bounds: [0.001, 0.01, 0.1, 1, 2, 5],
  })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) durations.observe({ kind: kindOf(entry) }, entry.duration / 1000)
  }).observe({ entryTypes: ['gc'] })
  return durations
}

function kindOf(entry: PerformanceEntry): string {
  const detail = 'detail' in entry ? entry.detail : undefined
  const kind = typeof detail === 'object' && detail && 'kind' in detail ? detail.kind : undefined
  return (typeof kind === 'number' && kinds.get(kind)) || 'unknown'
}
