import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { minimal, type Values } from '../deploy/chart.ts'
import { type Api, until } from './api.ts'
import { startControlPlane } from './control-plane.ts'
import { startKubelet } from './kubelet.ts'
import { createNamespace, type Namespace } from './namespace.ts'
import type { Programs } from './programs.ts'

/** The release of every test, and with it the name of its objects. */
export const release = 'cloudflare-cert-exporter'

export interface Output {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface UpgradeOptions {
  readonly chart?: string
  /** Left out unless this is true: nothing here runs their pods. */
  readonly hooks?: boolean
}

/** A cluster in which every pod is said to be ready, with Prometheus Operator's kinds and a class of volumes that can grow. */
export interface Cluster {
  readonly api: Api
  readonly namespace: (level?: string) => Promise<Namespace>
  /** Runs a program that is to reach the cluster, with the text on its standard input. */
  readonly run: (program: string, args: readonly string[], input?: string) => Promise<Output>
  /** `helm upgrade --install` of the release. */
  readonly upgrade: (helm: string, namespace: Namespace, values: Values, options?: UpgradeOptions) => Promise<Output>
  readonly stop: () => Promise<void>
}

export async function startCluster(programs: Programs): Promise<Cluster> {
  const home = await mkdtemp(join(tmpdir(), 'exporter-clients-'))
  const { api, kubeconfig, stop } = await startControlPlane(programs)
  const environment = {
    ...process.env,
    PATH: `${dirname(programs.kubectl)}:${process.env['PATH']}`,
    KUBECONFIG: kubeconfig,
    HOME: home,
  }
  const run: Cluster['run'] = (program, args, input = '') => runProgram(program, args, input, environment)
  await prepare(api, programs)
  const kubelet = startKubelet(api)
  let namespaces = 0
  return {
    api,
    run,
    namespace: (level) => {
      namespaces += 1
      return createNamespace(api, `test-${namespaces}`, level)
    },
    upgrade: (helm, { name }, values, { chart = 'deploy/chart', hooks = false } = {}) => {
      const args = ['upgrade', '--install', release, chart, '--namespace', name, '--values', '-']
      return run(helm, hooks ? args : [...args, '--no-hooks'], JSON.stringify({ ...minimal, ...values }))
    },
    stop: async () => {
      await kubelet.stop()
      await stop()
      await rm(home, { recursive: true })
    },
  }
}

async function prepare(api: Api, programs: Programs): Promise<void> {
  const definitions = globSync(join(dirname(programs.etcd), 'crds', '*.yaml'))
  for (const file of definitions)
    await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', parse(readFileSync(file, 'utf8')))
  for (const kind of ['podmonitors', 'servicemonitors', 'prometheusrules'])
    await until(`${kind} are served`, () => api.get(`/apis/monitoring.coreos.com/v1/${kind}`))
  const provisioner = 'kubernetes.io/no-provisioner'
  const metadata = { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }
  await api.create('/apis/storage.k8s.io/v1/storageclasses', { metadata, provisioner, allowVolumeExpansion: true })
  for (let index = 0; index < 60; index += 1)
    await api.create('/api/v1/persistentvolumes', {
      metadata: { name: `volume-${index}` },
      spec: {
        capacity: { storage: '256Mi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        hostPath: { path: `/nowhere/${index}` },
      },
    })
}

async function runProgram(
  program: string,
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Output> {
  const child = spawn(program, args, { env })
  // One that ends before it has read everything says why by itself.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exit) => resolve(exit ?? 1))
    }),
  ])
  return { code, stdout, stderr }
}
