import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { longSecondsOf } from '../support/long.ts'
import { sampleOf } from '../support/sample.ts'
import { describeWithTools } from '../support/tools.ts'
import { helmTemplate, type Manifest, manifestsOnce, minimal, only, render, type Values, workloadOf } from './chart.ts'
import { scenarios, valuesOf } from './chart-scenarios.ts'
import { immutableChanges } from './immutable-fields.ts'
import { serveKubeApi } from './kube-api.ts'

// An upgrade that touches what Kubernetes lets nobody change fails halfway, and leaves both workloads running. Every upgrade from
// every set of values to every other one has to work, or be refused before anything is changed.

const release = 'exporter'
const older = 'test/upgrade/chart-97604b1'
const olderScenarios: Readonly<Record<string, Values>> = JSON.parse(readFileSync(`${older}/scenarios.json`, 'utf8'))
const olderShards = ['three shards', 'three shards, each with a volume']
const triedOfOlder = new Set([
  ...olderShards,
  ...sampleOf('chart', "of 97604b1's sets of values", Object.keys(olderScenarios), 6),
])

interface Rendered {
  readonly name: string
  readonly manifests: readonly Manifest[]
}

async function renderAll(
  named: Readonly<Record<string, Values>>,
  options: { readonly chart?: string } = {},
): Promise<readonly Rendered[]> {
  return Promise.all(
    Object.entries(named).map(async ([name, values]) => ({
      name,
      manifests: await render({ ...minimal, ...values }, options),
    })),
  )
}

/** What happens to who upgrades with a chart that sees the cluster: `works`, or what the chart says. */
async function upgrade(before: readonly Manifest[], values: Values): Promise<string> {
  const api = await serveKubeApi(before, release)
  try {
    const { code, stdout, stderr } = await helmTemplate(values, { cluster: api.url })
    if (code !== 0) return stderr
    const changes = immutableChanges(before, await manifestsOnce(stdout))
    return changes.length === 0 ? 'works' : `the API server refuses ${changes.join(', ')}`
  } finally {
    await api.close()
  }
}

const refusedInTime =
  /expected .*, or delete it( with its Deployment)? and upgrade again: kubectl --namespace \S+ delete \S+\/\S+/

/** The upgrades that cannot work, each with what becomes of it. Those that touch nothing fixed need not be tried. */
async function outcomes(before: readonly Rendered[], after: readonly Rendered[]): Promise<ReadonlyMap<string, string>> {
  const critical = before.flatMap((from) =>
    after
      .filter((to) => immutableChanges(from.manifests, to.manifests).length > 0)
      .map((to) => ({ name: `${from.name} -> ${to.name}`, from: from.manifests, to: valuesOf(to.name) })),
  )
  const tried = sampleOf('chart', 'upgrades', critical, 6)
  return new Map(await Promise.all(tried.map(async ({ name, from, to }) => [name, await upgrade(from, to)] as const)))
}

describeWithTools(['helm'], 'an upgrade of the chart', () => {
  let now: readonly Rendered[] = []
  let then: readonly Rendered[] = []
  beforeAll(async () => {
    now = await renderAll(scenarios)
    const tried = Object.entries(olderScenarios).filter(([name]) => triedOfOlder.has(name))
    then = await renderAll(Object.fromEntries(tried), { chart: older })
  })

  test('has many pairs to be tried with', () => {
    expect(now.length).toBeGreaterThanOrEqual(25)
    expect(Object.keys(olderScenarios).length).toBeGreaterThanOrEqual(22)
    expect(then.length).toBe(triedOfOlder.size)
  })

  test('from any scenario to any other works, or is refused in one line with what to do', async () => {
    const refused = [...(await outcomes(now, now))].filter(([, outcome]) => outcome !== 'works')
    expect(refused.filter(([, outcome]) => !refusedInTime.test(outcome))).toEqual([])
    const values = new Set(
      refused.map(([, outcome]) => /([\w.]+): the (Deployment|StatefulSet|claim) /.exec(outcome)?.[1]),
    )
    if (longSecondsOf('chart') === undefined) return
    const persistence = ['enabled', 'size', 'storageClass', 'annotations'].map((value) => `state.persistence.${value}`)
    expect(values).toEqual(new Set([...persistence, 'sharding.serviceName']))
  })

  test('from the chart of 97604b1 works, or is refused in one line with what to do', async () => {
    const refused = [...(await outcomes(then, now))].filter(([, outcome]) => outcome !== 'works')
    expect(refused.filter(([, outcome]) => !refusedInTime.test(outcome))).toEqual([])
  })
  test('from one pod to shards and back touches nothing fixed, whatever the state is on', () => {
    const of = (name: string) => now.find((each) => each.name === name)?.manifests ?? []
    const single = ['a list of certificates and nothing else', 'state on a volume', 'no state'].map(of)
    const shards = ['three shards', 'three shards, each with a volume'].map(of)
    for (const one of single)
      for (const many of shards) expect([...immutableChanges(one, many), ...immutableChanges(many, one)]).toEqual([])
  })

  test('from shards of 97604b1 works without a look at the cluster, with the Service that they were made with', async () => {
    for (const name of olderShards) {
      const before = then.find((each) => each.name === name)?.manifests ?? []
      const values = valuesOf(name)
      expect(immutableChanges(before, await render(values))).not.toEqual([])
      const sharding = { total: 3, serviceName: only(before, 'Service').metadata.name }
      expect(immutableChanges(before, await render({ ...values, sharding }))).toEqual([])
    }
  })

  test('keeps the Service that the StatefulSet was made with', async () => {
    const [before] = then.filter(({ name }) => name === 'three shards')
    const api = await serveKubeApi(before?.manifests ?? [], release)
    try {
      const after = await render(valuesOf('three shards'), { cluster: api.url })
      expect(workloadOf(after).spec['serviceName']).toBe('exporter-cloudflare-cert-exporter')
    } finally {
      await api.close()
    }
  })

  test.each(['Deployment', 'StatefulSet'])('to other labels on a %s of the same name is refused', async (kind) => {
    const sharding = { total: kind === 'StatefulSet' ? 2 : 1 }
    const fullnameOverride = 'exporter-cloudflare-cert-exporter'
    const before = await render({ ...minimal, sharding })
    const outcome = await upgrade(before, { ...minimal, sharding, fullnameOverride, nameOverride: 'watch' })
    expect(outcome).toContain(`nameOverride: the ${kind} ${fullnameOverride} selects its pods by other labels`)
    expect(outcome).toMatch(refusedInTime)
  })

  test('says nothing of objects that belong to somebody else', async () => {
    const [before] = now.filter(({ name }) => name === 'three shards')
    const api = await serveKubeApi(before?.manifests ?? [], 'another-release')
    try {
      await render(valuesOf('three shards, each with a volume'), { cluster: api.url })
    } finally {
      await api.close()
    }
  })

  test.each([
    ['64Mi', '65536Ki', 'works'],
    ['1Gi', '1024Mi', 'works'],
    ['0.5Gi', '512Mi', 'works'],
    ['1G', '1Gi', 'works'],
    ['1Gi', '1G', 'refused'],
    ['64Mi', '63Mi', 'refused'],
    ['1Ti', '1023Gi', 'refused'],
  ])('of a claim of %s to one of %s: %s', async (before, after, outcome) => {
    const claim = (size: string) => ({ ...minimal, state: { persistence: { enabled: true, size } } })
    const api = await serveKubeApi(await render(claim(before)), release)
    try {
      const { stderr } = await helmTemplate(claim(after), { cluster: api.url })
      if (outcome === 'works') expect(stderr).toBe('')
      else expect(stderr).toContain(`asks for ${before}, and no claim can shrink`)
    } finally {
      await api.close()
    }
  })
})
