import type { WatchList } from '../../src/certificate/watch-list.ts'
import { systemClock } from '../../src/clock.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import type { ListingSuspicion } from '../../src/inventory/listing-outcome.ts'
import { hostnamesOf, zoneAt } from '../../src/inventory/places.ts'
import { certificatesOf, type WatchedCertificate } from '../../src/inventory/snapshot.ts'
import type { LogLine } from '../../src/monitor/check-log.ts'
import { type CycleOptions, runCycle } from '../../src/monitor/cycle.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import { linesAboutPlace } from '../../src/monitor/place-log.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import type { CycleScope } from '../../src/monitor/questions.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { clientFor } from './client.ts'
import { watchList } from './zones.ts'

/** Cycles against a simulator, one after the other, by a wall clock that the test may set. */
export function monitorOf(simulator: Simulator, wanted: Partial<WatchList>, token = simulator.credentials.token) {
  const source = clientFor({ baseUrl: simulator.baseUrl, secret: { kind: 'token', token }, requestsPer5m: 1e9 })
  let ahead = 0
  const clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const inventory = new Inventory()
  inventory.watch(watchList(wanted), clock.now())
  const lines: LogLine[] = []
  const suspicions: ListingSuspicion[] = []
  const publisher = new Publisher({
    inventory,
    clock,
    published: (report, previous, next) => lines.push(...linesAboutPlace(report, previous, next, clock.now())),
  })
  const options: CycleOptions = {
    source: source.client,
    pems: new ParsedPems(),
    inventory,
    clock,
    random: () => 0,
    publisher,
    discovered: () => undefined,
    suspicious: (suspicion) => suspicions.push(suspicion),
    unreadable: () => undefined,
    internalError: (error) => {
      throw error
    },
    probeDueIn: () => undefined,
  }

  /** One cycle; the paths that it asked for, without what all of them share. */
  async function run(scope: CycleScope = 'all'): Promise<readonly string[]> {
    const before = simulator.requests.length
    await runCycle(scope, options, new AbortController().signal)
    return simulator.requests.slice(before).map(({ path }) => path.replace('/client/v4', ''))
  }

  return {
    inventory,
    lines,
    suspicions,
    run,
    /** Lets hours pass. */
    later(hours: number): void {
      ahead += hours * 3600
    },
    /** By name, for certificates that have different ones. */
    get certificates(): Readonly<Record<string, WatchedCertificate>> {
      return Object.fromEntries(certificatesOf(inventory.snapshot).map((each) => [each.entry.name, each]))
    },
    get ids(): readonly string[] {
      return certificatesOf(inventory.snapshot).map(({ entry }) => entry.certificateId)
    },
    hostname(name: string) {
      return hostnamesOf(inventory.snapshot).find(({ entry }) => entry.hostname === name)
    },
    zone: (zoneId: string) => zoneAt(inventory.snapshot, zoneId),
    close: source.close,
  }
}
