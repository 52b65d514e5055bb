import { z } from 'zod'
import type { Api } from './api.ts'
import { until } from './api.ts'

const listed = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        generation: z.number().default(0),
        deletionTimestamp: z.string().optional(),
      }),
      spec: z.looseObject({ replicas: z.number().optional() }).default({}),
      status: z
        .looseObject({
          observedGeneration: z.number().optional(),
          replicas: z.number().optional(),
          updatedReplicas: z.number().optional(),
          readyReplicas: z.number().optional(),
        })
        .default({}),
    }),
  ),
})

type Listed = z.infer<typeof listed>['items'][number]

const collections = {
  Deployment: '/apis/apps/v1/*/deployments',
  StatefulSet: '/apis/apps/v1/*/statefulsets',
  ReplicaSet: '/apis/apps/v1/*/replicasets',
  Pod: '/api/v1/*/pods',
  Service: '/api/v1/*/services',
  ConfigMap: '/api/v1/*/configmaps',
  Secret: '/api/v1/*/secrets',
  ServiceAccount: '/api/v1/*/serviceaccounts',
  PersistentVolumeClaim: '/api/v1/*/persistentvolumeclaims',
  Job: '/apis/batch/v1/*/jobs',
  NetworkPolicy: '/apis/networking.k8s.io/v1/*/networkpolicies',
  PodDisruptionBudget: '/apis/policy/v1/*/poddisruptionbudgets',
  PodMonitor: '/apis/monitoring.coreos.com/v1/*/podmonitors',
  ServiceMonitor: '/apis/monitoring.coreos.com/v1/*/servicemonitors',
  PrometheusRule: '/apis/monitoring.coreos.com/v1/*/prometheusrules',
} as const

type Kind = keyof typeof collections

/** What Kubernetes and Helm put into every namespace. */
const notOurs = /^(ConfigMap kube-root-ca\.crt|ServiceAccount default|Secret sh\.helm\.release\..*)$/

/** A namespace of its own for one test, and what is in it. */
export class Namespace {
  readonly name: string
  readonly #api: Api

  constructor(name: string, api: Api) {
    this.name = name
    this.#api = api
  }

  async list(kind: Kind): Promise<readonly Listed[]> {
    const path = collections[kind].replace('*', `namespaces/${this.name}`)
    return listed.parse(await this.#api.get(path)).items
  }

  /** Everything that the release has made, such as `Service exporter`, each as it is but for who wrote it when. */
  async contents(): Promise<ReadonlyMap<string, string>> {
    const kinds = Object.keys(collections) as Kind[]
    const found = await Promise.all(
      kinds.map(async (kind) =>
        (await this.list(kind)).map(
          (object) => [`${kind} ${object.metadata.name}`, withoutBookkeeping(object)] as const,
        ),
      ),
    )
    return new Map(found.flat().filter(([name]) => !notOurs.test(name)))
  }

  /** Waits until the controllers are done, then says what runs: `Deployment 1`. */
  async workload(): Promise<string> {
    return until(`the workload of ${this.name} is settled`, async () => {
      const kinds = ['Deployment', 'StatefulSet'] as const
      const found = (
        await Promise.all(kinds.map(async (kind) => (await this.list(kind)).map((it) => ({ kind, it }))))
      ).flat()
      const running = await this.list('Pod')
      const expected = found.reduce((sum, { it }) => sum + (it.spec.replicas ?? 0), 0)
      const settled = found.every(({ it }) => isSettled(it)) && running.length === expected
      if (!settled) throw new Error(JSON.stringify({ found, pods: running.map(({ metadata }) => metadata.name) }))
      return found.map(({ kind, it }) => `${kind} ${it.spec.replicas}`).join(', ')
    })
  }

  /** Waits until nothing but this is left. */
  async left(expected: readonly string[]): Promise<void> {
    await until(`only ${expected.join(', ') || 'nothing'} is left`, async () => {
      const rest = [...(await this.contents()).keys()]
      if (rest.sort().join() !== [...expected].sort().join()) throw new Error(rest.join())
    })
  }
}

function withoutBookkeeping({ metadata, ...rest }: Listed): string {
  return JSON.stringify({ ...rest, metadata: { ...metadata, resourceVersion: '', managedFields: [] } })
}

function isSettled({ metadata, spec, status }: Listed): boolean {
  const { observedGeneration, replicas, updatedReplicas, readyReplicas } = status
  const counts = [replicas, updatedReplicas, readyReplicas]
  return observedGeneration === metadata.generation && counts.every((count) => (count ?? 0) === spec.replicas)
}

/** @param level of Pod Security that is enforced in it */
export async function createNamespace(api: Api, name: string, level = 'restricted'): Promise<Namespace> {
  const labels = { 'pod-security.kubernetes.io/enforce': level }
  await api.create('/api/v1/namespaces', { metadata: { name, labels } })
  await until('the namespace has its account', () => api.get(`/api/v1/namespaces/${name}/serviceaccounts/default`))
  return new Namespace(name, api)
}
