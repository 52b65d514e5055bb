import { readdirSync, readFileSync, statSync } from 'node:fs'
import { cpuUsage, uptime, versions } from 'node:process'
import { type Family, gauge, labelledSample, sampleOf } from '../exposition/family.ts'
import { EventLoopLag } from './event-loop-lag.ts'
import { activeFamilies, heapFamilies, observeGarbageCollections } from './node-metrics.ts'

/** Reads what the process takes at this moment. */
export type ReadProcess = () => readonly Family[]

/**
 * Starts to measure the process. Names, help texts and meanings are those of prom-client, which needs a third of a scrape to read them.
 * Files in `/proc` exist only on Linux; elsewhere their metrics are absent.
 */
export function measureProcess(): ReadProcess {
  const lag = new EventLoopLag()
  const collections = observeGarbageCollections()
  const constant = constantFamilies()
  return () => [
    ...cpuFamilies(),
    constant.startTime,
    ...memoryFamilies(),
    gauge('process_open_fds', 'Number of open file descriptors.', sampleOf(openFiles())),
    constant.mostFiles,
    ...lag.families(),
    ...activeFamilies(),
    ...heapFamilies(),
    constant.version,
    collections.family,
  ]
}

function cpuFamilies(): readonly Family[] {
  const { user, system } = cpuUsage()
  const counter = (which: string, words: string, microseconds: number): Family => ({
    name: `process_cpu_${which}seconds_total`,
    help: `Total ${words} CPU time spent in seconds.`,
    type: 'counter',
    samples: sampleOf(microseconds / 1e6),
  })
  return [
    counter('user_', 'user', user),
    counter('system_', 'system', system),
    counter('', 'user and system', user + system),
  ]
}

/** What stays the same, as the same objects. */
function constantFamilies(): Readonly<Record<'startTime' | 'mostFiles' | 'version', Family>> {
  const [major = '', minor = '', patch = ''] = versions.node.split('.')
  const startedAt = Math.round(Date.now() / 1000 - uptime())
  const [, limit] = /^Max open files +(\d+)/m.exec(textOf('/proc/self/limits')) ?? []
  const labels = { version: `v${versions.node}`, major, minor, patch }
  return {
    startTime: gauge(
      'process_start_time_seconds',
      'Start time of the process since unix epoch in seconds.',
      sampleOf(startedAt),
    ),
    mostFiles: gauge(
      'process_max_fds',
      'Maximum number of open file descriptors.',
      sampleOf(limit === undefined ? undefined : Number(limit)),
    ),
    version: gauge('nodejs_version_info', 'Node.js version info.', [labelledSample(labels, 1)]),
  }
}

function memoryFamilies(): readonly Family[] {
  const status = textOf('/proc/self/status')
  const bytes = (line: string) => {
    const [, kilobytes] = new RegExp(`^${line}:\\s*(\\d+) kB`, 'm').exec(status) ?? []
    return sampleOf(kilobytes === undefined ? undefined : Number(kilobytes) * 1024)
  }
  return [
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', bytes('VmRSS')),
    gauge('process_virtual_memory_bytes', 'Virtual memory size in bytes.', bytes('VmSize')),
    gauge('process_heap_bytes', 'Process heap size in bytes.', bytes('VmData')),
  ]
}

/** Linux 6.2 and later say it by the size of the folder. */
function openFiles(): number | undefined {
  const folder = '/proc/self/fd'
  try {
    // The reading opens a file of its own.
    return statSync(folder).size || readdirSync(folder).length - 1
  } catch {
    return undefined
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
