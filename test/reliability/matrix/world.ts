import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts'
import type { Fleet } from '../../../src/simulator/store/model.ts'
import { type ConfigurationFile, writeConfiguration } from '../../support/configuration.ts'
import { type FastClock, fastClock } from '../../support/fast-clock.ts'
import { patientLength } from '../../support/machine.ts'
import type { ServerCertificates } from '../support/authority.ts'
import { type DaemonInProcess, startInProcess } from '../support/daemon.ts'
import { farSchedule } from '../support/far-schedule.ts'
import { type Front, startFront } from '../support/front.ts'
import type { Names } from '../support/names.ts'
import type { Levers, Row } from './row.ts'

/** What all rows share: making keys takes time. */
export interface Common {
  readonly domain: string
  readonly names: Names
  readonly certificates: ServerCertificates
  readonly fleet: Fleet
  /** Certificates of other kinds, in a zone and an account. */
  readonly otherKinds: Fleet
}

/** One row's own Cloudflare, behind TLS under a name of its own, and the daemon that watches it. */
export interface World {
  readonly simulator: Simulator
  readonly front: Front
  readonly configuration: ConfigurationFile
  readonly statePath: string
  readonly clock: FastClock
  readonly levers: Levers
  daemon: DaemonInProcess | undefined
  /** Everything is as it should be again. */
  lift(): Promise<void>
  close(): Promise<void>
}

/** An early retry comes after a fifth of a second, the longest pause that Cloudflare may ask for takes one. */
const speed = 300
/** Where a timeout is what is wanted it comes soon; where it is not, a busy machine must not make one. */
const timeoutFor = (reason: Row['reason']) => patientLength(reason === 'timeout' ? 0.5 : 10)

export async function makeWorld(number: number, { reason, watches }: Row, common: Common): Promise<World> {
  const { domain, names, certificates } = common
  const fleet = fleetOf(watches, common)
  const host = `row-${number}.${domain}`
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  const simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  const forward = { kind: 'forward', context: certificates.good } as const
  const front = await startFront(Number(new URL(simulator.baseUrl).port), forward)
  const base_url = `https://${host}:${front.port}/client/v4`
  const configuration = await writeConfiguration(simulator, fleet.certificates, {
    ...farSchedule,
    cloudflare: { base_url, timeout: timeoutFor(reason) },
    state: { path: 'state.json' },
    ...watchedInstead(watches, fleet),
  })
  const clock = fastClock(speed)
  const levers: Levers = {
    fault: (fault) => simulator.fault(fault),
    front: (mode) => front.become(mode),
    certificates,
    resolve: async (resolution) => {
      names.set(host, resolution)
      await front.become(forward)
    },
    tokenPath: configuration.tokenPath,
    zoneId: fleet.zones[0]?.id ?? '',
    certificateIds: fleet.zones.map(
      ({ id }) => fleet.certificates.find(({ zoneId }) => zoneId === id)?.certificateId ?? '',
    ),
    jump: clock.jump,
  }
  const world: World = {
    simulator,
    front,
    configuration,
    statePath: join(dirname(configuration.path), 'state.json'),
    clock,
    levers,
    daemon: undefined,
    async lift() {
      simulator.clearFaults()
      await writeFile(configuration.tokenPath, simulator.credentials.token)
      await levers.resolve('found')
    },
    async close() {
      await world.daemon?.stop()
      await front.close()
      await simulator.close()
      await configuration.remove()
    },
  }
  return world
}

export function fleetOf(watches: Row['watches'], { fleet, otherKinds }: Common): Fleet {
  return watches === 'other_kinds' ? otherKinds : fleet
}

/** What is watched in place of a list of certificates. */
function watchedInstead(watches: Row['watches'], fleet: Fleet): Readonly<Record<string, unknown>> {
  if (watches === undefined) return {}
  if (watches === 'other_kinds') return otherKindsIn(fleet)
  const kinds = ['hostname']
  const entries = fleet.zones.map(({ id, name }) => ({ zone_id: id, zone: name, kinds }))
  return { certificates: undefined, [watches]: watches === 'zones' ? entries : { kinds } }
}

function otherKindsIn({ zones, accounts = [] }: Fleet): Readonly<Record<string, unknown>> {
  const kinds = ['custom_certificate', 'custom_trust_store']
  return {
    certificates: undefined,
    zones: zones.map(({ id, name }) => ({ zone_id: id, zone: name, kinds })),
    accounts: accounts.map(({ id, name }) => ({ account_id: id, account: name })),
  }
}

export async function startDaemonOf(world: World): Promise<DaemonInProcess> {
  world.daemon = await startInProcess(world.configuration.path, world.clock)
  return world.daemon
}

/** Ends the daemon; resolves with how many milliseconds that took. */
export async function stopDaemonOf(world: World): Promise<number> {
  const startedAt = performance.now()
  const { daemon } = world
  world.daemon = undefined
  await daemon?.stop()
  return performance.now() - startedAt
}

/** Adds a label to every certificate, which shows in the exposition. */
export async function relabel({ configuration: { path } }: World, team: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  const document = parseDocument(text)
  const labels = document.createNode({ team })
  for (const key of ['certificates', 'zones', 'discover_zones', 'accounts']) {
    const node = document.get(key)
    if (isMap(node)) node.set('labels', labels)
    if (isSeq(node)) for (const entry of node.items) if (isMap(entry)) entry.set('labels', labels)
  }
  await writeFile(path, document.toString())
}
