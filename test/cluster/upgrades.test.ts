import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Values } from '../deploy/chart.ts'
import { valuesOf } from '../deploy/chart-scenarios.ts'
import { type Cluster, release, startCluster } from './cluster.ts'
import type { Namespace } from './namespace.ts'
import { describeWithCluster } from './programs.ts'

const older = 'test/upgrade/chart-97604b1'
const one: Values = {}
const volume: Values = { state: { persistence: { enabled: true } } }
const largerVolume: Values = { state: { persistence: { enabled: true, size: '128Mi' } } }
const shards = (total: number): Values => ({ sharding: { total } })
const shardsOnVolumes = (total: number): Values => ({ ...shards(total), ...volume })
const retention = (whenScaled: string, whenDeleted: string) => ({
  persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted },
})
const claims = (...ordinals: readonly number[]) =>
  ordinals.map((ordinal) => `PersistentVolumeClaim state-${release}-${ordinal}`)

type Step = readonly [values: Values, runs: string]

interface Journey {
  readonly title: string
  /** What `helm uninstall` leaves. */
  readonly left?: readonly string[]
  readonly steps: readonly Step[]
}

const journeys: readonly Journey[] = [
  {
    title: 'from one pod to three shards and back, twice',
    steps: [
      [one, 'Deployment 1'],
      [shards(3), 'StatefulSet 3'],
      [one, 'Deployment 1'],
      [shards(3), 'StatefulSet 3'],
    ],
  },
  {
    title: 'with more shards and fewer, each with a volume',
    left: claims(0, 1, 2, 3),
    steps: [
      [shardsOnVolumes(3), 'StatefulSet 3'],
      [shardsOnVolumes(4), 'StatefulSet 4'],
      [shardsOnVolumes(2), 'StatefulSet 2'],
    ],
  },
  {
    title: 'with volumes that go with their shards',
    steps: [
      [{ ...volume, sharding: { total: 3, ...retention('Delete', 'Retain') } }, 'StatefulSet 3'],
      [{ ...volume, sharding: { total: 2, ...retention('Delete', 'Delete') } }, 'StatefulSet 2'],
    ],
  },
  {
    title: 'from a pod with a volume to shards with volumes and back',
    left: claims(0, 1),
    steps: [
      [volume, 'Deployment 1'],
      [shardsOnVolumes(2), 'StatefulSet 2'],
      [volume, 'Deployment 1'],
    ],
  },
  {
    title: 'with a volume, a larger one, and none',
    steps: [
      [one, 'Deployment 1'],
      [volume, 'Deployment 1'],
      [largerVolume, 'Deployment 1'],
      [one, 'Deployment 1'],
    ],
  },
  {
    title: 'with two replicas and a budget, then one',
    steps: [
      [one, 'Deployment 1'],
      [valuesOf('two replicas and a budget'), 'Deployment 2'],
      [one, 'Deployment 1'],
    ],
  },
  {
    title: 'with a door and without',
    steps: [
      [one, 'Deployment 1'],
      [valuesOf('TLS and a password at the door'), 'Deployment 1'],
      [one, 'Deployment 1'],
    ],
  },
  {
    title: 'from one monitor to the other',
    steps: [
      [valuesOf('a PodMonitor, the alerts'), 'Deployment 1'],
      [valuesOf('a ServiceMonitor'), 'Deployment 1'],
      [{ ...valuesOf('a PodMonitor, the alerts'), ...shards(2) }, 'StatefulSet 2'],
      [{ ...valuesOf('a ServiceMonitor'), ...shards(2) }, 'StatefulSet 2'],
    ],
  },
]

/** Upgrades that begin with the older chart. */
const fromOlder: readonly Journey[] = [
  {
    title: 'one pod',
    steps: [
      [one, 'Deployment 1'],
      [shards(3), 'StatefulSet 3'],
      [one, 'Deployment 1'],
    ],
  },
  {
    title: 'shards that stay',
    steps: [
      [shards(3), 'StatefulSet 3'],
      [shards(3), 'StatefulSet 3'],
      [shards(2), 'StatefulSet 2'],
    ],
  },
  {
    title: 'shards that go',
    steps: [
      [shards(3), 'StatefulSet 3'],
      [one, 'Deployment 1'],
      [shards(3), 'StatefulSet 3'],
    ],
  },
  {
    title: 'shards with volumes',
    left: claims(0, 1, 2),
    steps: [
      [shardsOnVolumes(2), 'StatefulSet 2'],
      [shardsOnVolumes(3), 'StatefulSet 3'],
    ],
  },
  {
    title: 'a volume',
    left: claims(0, 1),
    steps: [
      [volume, 'Deployment 1'],
      [volume, 'Deployment 1'],
      [shardsOnVolumes(2), 'StatefulSet 2'],
    ],
  },
]

describeWithCluster('on a real API server', (programs, helms) => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster(programs)
  })
  afterAll(() => cluster?.stop())

  async function go(helm: string, namespace: Namespace, [values, runs]: Step, chart = 'deploy/chart'): Promise<void> {
    const { code, stderr } = await cluster.upgrade(helm, namespace, values, { chart })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(await namespace.workload()).toBe(runs)
  }

  async function helmDoes(helm: string, namespace: Namespace, ...args: readonly string[]): Promise<void> {
    const { code, stderr } = await cluster.run(helm, [...args, '--no-hooks', '--namespace', namespace.name])
    expect([code, stderr]).toEqual([0, ''])
  }

  describe.each(helms)('%s', (helm) => {
    describe('upgrades', () => {
      test.each(journeys)('$title; then nothing is left but what is documented', async ({ left = [], steps }) => {
        const namespace = await cluster.namespace()
        for (const step of steps) await go(helm, namespace, step)
        await helmDoes(helm, namespace, 'uninstall', release)
        await namespace.left(left)
      })
    })

    test('takes the network of the node and gives it back, where that is allowed', async () => {
      const namespace = await cluster.namespace('privileged')
      await go(helm, namespace, [one, 'Deployment 1'])
      await go(helm, namespace, [{ hostNetwork: true }, 'Deployment 1'])
      await go(helm, namespace, [one, 'Deployment 1'])
    })

    test('changes nothing where nothing has changed', async () => {
      for (const [values, runs] of [
        [{ ...valuesOf('a PodMonitor, the alerts'), ...volume }, 'Deployment 1'],
        [{ ...valuesOf('a ServiceMonitor'), ...shardsOnVolumes(2) }, 'StatefulSet 2'],
      ] as const) {
        const namespace = await cluster.namespace()
        await go(helm, namespace, [values, runs])
        const before = await namespace.contents()
        await go(helm, namespace, [values, runs])
        expect(await namespace.contents()).toEqual(before)
      }
    })

    test('goes back from shards to one pod, and forth', async () => {
      const namespace = await cluster.namespace()
      await go(helm, namespace, [one, 'Deployment 1'])
      await go(helm, namespace, [shards(3), 'StatefulSet 3'])
      await helmDoes(helm, namespace, 'rollback', release, '1')
      expect(await namespace.workload()).toBe('Deployment 1')
      await helmDoes(helm, namespace, 'rollback', release, '2')
      expect(await namespace.workload()).toBe('StatefulSet 3')
    })

    test('refuses other volumes of shards before anything is changed; what it then says works', async () => {
      const namespace = await cluster.namespace()
      await go(helm, namespace, [shards(2), 'StatefulSet 2'])
      for (const values of [shardsOnVolumes(2), { ...shards(2), ...largerVolume }, shards(2)]) {
        const before = await namespace.contents()
        const { code, stderr } = await cluster.upgrade(helm, namespace, values)
        expect(code).not.toBe(0)
        expect([...(await namespace.contents())]).toEqual([...before])
        const [, kubectl = ''] = /upgrade again: (kubectl .*)$/m.exec(stderr) ?? []
        const [program = '', ...args] = kubectl.replace(/\)?\s*$/, '').split(' ')
        expect(await cluster.run(program, args)).toMatchObject({ code: 0 })
        await go(helm, namespace, [values, 'StatefulSet 2'])
      }
    })

    test('leaves the configuration in force alone where the hook that validates fails', async () => {
      const namespace = await cluster.namespace()
      await go(helm, namespace, [one, 'Deployment 1'])
      const before = await namespace.contents()
      const schedule = { config: { ...(valuesOf('no state')['config'] as object), schedule: '@daily' } }
      // Nothing runs its pod, so it does not end in time.
      const values = { ...schedule, validateHook: { enabled: true, activeDeadlineSeconds: 1 } }
      const { code, stderr } = await cluster.upgrade(helm, namespace, values, { hooks: true })
      expect([code, stderr]).toEqual([1, expect.stringMatching(/pre-upgrade hooks failed/)])
      const after = await namespace.contents()
      expect([...before].filter(([name, object]) => after.get(name) !== object)).toEqual([])
      expect(after.has(`Job ${release}-validate`)).toBe(true)
    })

    describe('from the chart of 97604b1', () => {
      test.each(fromOlder)('with $title', async ({ left = [], steps: [before, ...steps] }) => {
        const namespace = await cluster.namespace()
        if (before) await go(helm, namespace, before, older)
        for (const step of steps) await go(helm, namespace, step)
        await helmDoes(helm, namespace, 'uninstall', release)
        await namespace.left(left)
      })

      test('after its upgrade to shards has failed and left both running', async () => {
        const namespace = await cluster.namespace()
        await go(helm, namespace, [one, 'Deployment 1'], older)
        const { stderr } = await cluster.upgrade(helm, namespace, shards(3), { chart: older })
        expect(stderr).toContain('may not change once set')
        await go(helm, namespace, [shards(3), 'StatefulSet 3'])
        await helmDoes(helm, namespace, 'uninstall', release)
        await namespace.left([])
      })
    })
  })
})
