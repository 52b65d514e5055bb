import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, exampleAccount, legacyAccount } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { type Program, startExporter } from '../support/program.ts'

/** Some by name, one of them in a zone that no list has; the rest is found. */
const named = ['fine-rsa', 'rotation-unfinished-old', 'whole-zone', 'documentation-example', 'unknown-id']

let simulator: Simulator
let configuration: ConfigurationFile
const started = new Set<Instance>()

interface Instance {
  readonly program: Program
  readonly url: string
}

beforeAll(async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  const chosen = fleet.certificates.filter(({ name, zone }) => named.includes(name) || zone === 'foreign.example')
  configuration = await writeConfiguration(simulator, chosen, {
    hostnames: (fleet.hostnames ?? []).map(({ zoneId, hostname }) => ({ zone_id: zoneId, hostname })),
    zones: [{ zone_id: api.id, kinds: ['zone'], labels: { team: 'api' } }],
    discover_zones: { labels: { found: 'yes' } },
    accounts: [exampleAccount, legacyAccount].map(({ id, name }) => ({ account_id: id, account: name })),
  })
})

afterAll(async () => {
  await Promise.all([...started].map(stop))
  await simulator.close()
  await configuration.remove()
})

/** As a StatefulSet starts its pods: one configuration, a name with a number, a volume each. */
async function startShard(index: number, total: number): Promise<Instance> {
  return start({
    SHARD_INDEX: `exporter-${index}`,
    SHARD_TOTAL: String(total),
    CLOUDFLARE_CERT_EXPORTER_STATE: join(dirname(configuration.path), `state-${index}.json`),
  })
}

async function start(environment: Readonly<Record<string, string>>): Promise<Instance> {
  const program = startExporter(['run', '--config', configuration.path], environment)
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  const instance = { program, url }
  started.add(instance)
  return instance
}

async function stop(instance: Instance): Promise<void> {
  started.delete(instance)
  instance.program.kill('SIGTERM')
  await instance.program.exit
}

async function samplesOf({ url }: Instance): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return text.split('\n').filter((line) => line.startsWith('cloudflare_cert_'))
}

async function asked(instance: Instance): Promise<readonly string[]> {
  await instance.program.saw(/"event":"cycle_done"/)
  return samplesOf(instance)
}

/** What is told of certificates, hostnames and zones; of moments only that they are known: each instance has its own. */
function watched(samples: readonly string[]): readonly string[] {
  const own = /^cloudflare_cert_(expiry_days|status_since|[a-z_]*last_success)/
  return samples
    .filter((line) => !/^cloudflare_cert_(exporter|discovery)_/.test(line))
    .map((line) => (own.test(line) ? line.slice(0, line.lastIndexOf(' ')) : line))
    .toSorted()
}

function zonesIn(samples: readonly string[]): readonly string[] {
  const ids = watched(samples).flatMap((line) => /zone_id="(\w+)"/.exec(line)?.[1] ?? [])
  return [...new Set(ids)].toSorted()
}

function accountsIn(samples: readonly string[]): readonly string[] {
  const ids = watched(samples).flatMap((line) => /account_id="(\w+)"/.exec(line)?.[1] ?? [])
  return [...new Set(ids)].toSorted()
}

function numberIn(samples: readonly string[], metric: string): number {
  const line = samples.find((each) => each.startsWith(`cloudflare_cert_exporter_${metric} `))
  return Number(line?.split(' ')[1])
}

function sumOf(shards: readonly (readonly string[])[], metric: string): number {
  return shards.reduce((sum, shard) => sum + numberIn(shard, metric), 0)
}

describe('one configuration, watched by one, by three and by four', () => {
  let whole: readonly string[] = []
  let instances: readonly Instance[] = []
  let shards: readonly (readonly string[])[] = []

  beforeAll(async () => {
    const one = await start({})
    whole = await asked(one)
    await stop(one)
    instances = await Promise.all([0, 1, 2].map((index) => startShard(index, 3)))
    shards = await Promise.all(instances.map(asked))
  })

  test('three tell together what one tells, and nothing is told twice', () => {
    expect(watched(whole).length).toBeGreaterThan(500)
    expect(shards.flatMap(watched).toSorted()).toEqual(watched(whole))
  })

  test('every one has zones, and every zone has one', () => {
    expect(shards.map((shard) => zonesIn(shard).length)).toEqual([1, 3, 2])
    expect(shards.flatMap(zonesIn).toSorted()).toEqual(zonesIn(whole))
  })

  test('an account is watched by one of them, as a zone is', () => {
    expect(accountsIn(whole)).toEqual([exampleAccount.id, legacyAccount.id].toSorted())
    expect(shards.flatMap(accountsIn).toSorted()).toEqual(accountsIn(whole))
  })

  test('each says which one it is, and what it watches adds up', () => {
    expect(shards.map((shard) => numberIn(shard, 'shard_ordinal'))).toEqual([0, 1, 2])
    expect(shards.map((shard) => numberIn(shard, 'total_shards'))).toEqual([3, 3, 3])
    expect([numberIn(whole, 'shard_ordinal'), numberIn(whole, 'total_shards')]).toEqual([0, 1])
    for (const metric of ['certificates', 'hostnames', 'zones'])
      expect([metric, sumOf(shards, metric)]).toEqual([metric, numberIn(whole, metric)])
  })

  test('each lists the zones and verifies the token for itself', () => {
    for (const shard of [whole, ...shards]) {
      expect(shard).toContain('cloudflare_cert_discovery_success{credentials="default",found="yes"} 1')
      expect(shard).toContain('cloudflare_cert_exporter_token_valid{credentials="default"} 1')
    }
  })

  test('the page of each says its share of the rate', async () => {
    for (const [index, { url }] of instances.entries()) {
      const page = await (await fetch(url)).text()
      expect(page).toContain('at most 200 requests in 5 minutes')
      expect(page).toContain(`${index} of 3`)
    }
  })

  test('a fourth takes zones over, the others keep what they know, and together they still tell all', async () => {
    await Promise.all(instances.map(stop))
    const outage = simulator.fault({ fault: 'status', status: 503 })
    const four = await Promise.all([0, 1, 2, 3].map((index) => startShard(index, 4)))
    const blind = await Promise.all(four.map(asked))
    for (const [index, kept] of blind.slice(0, 3).entries()) {
      expect(expiriesIn(kept).length).toBeGreaterThan(0)
      expect(expiriesIn(shards[index] ?? [])).toEqual(expect.arrayContaining([...expiriesIn(kept)]))
    }
    expect(expiriesIn(blind[3] ?? [])).toEqual([])
    outage.lift()
    await Promise.all(four.map(({ url }) => fetch(`${url}/-/reload`, { method: 'POST' })))
    await expect
      .poll(async () => (await Promise.all(four.map(samplesOf))).flatMap(watched).toSorted(), { timeout: 30_000 })
      .toEqual(watched(whole))
    const grown = await Promise.all(four.map(samplesOf))
    const moved = zonesIn(grown[3] ?? [])
    expect(moved.length).toBeGreaterThan(0)
    for (const [index, before] of shards.entries())
      expect(zonesIn(grown[index] ?? [])).toEqual(zonesIn(before).filter((zone) => !moved.includes(zone)))
  })
})

function expiriesIn(samples: readonly string[]): readonly string[] {
  return samples.filter((line) => line.startsWith('cloudflare_cert_expiry_timestamp_seconds{'))
}
