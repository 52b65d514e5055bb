import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

const chart = 'deploy/chart'

/** What Helm is run with, where not as usual. */
export interface HelmOptions {
  /** `helm` or `helm4`. */
  readonly helm?: string
  /** The folder of another chart. */
  readonly chart?: string
  /** The address of an API server that `lookup` may ask. */
  readonly cluster?: string
}

/** The newest Kubernetes whose schemas the tests know. */
export const kubernetesVersion = '1.37'

export type Values = Readonly<Record<string, unknown>>

const labels = z.record(z.string(), z.string())
const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    labels: labels.default({}),
    annotations: labels.default({}),
  }),
})

export type Manifest = z.infer<typeof manifest>

const container = z.looseObject({
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number(), protocol: z.literal('TCP') })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
})

const pod = z.looseObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean(),
  securityContext: z.looseObject({}),
  // The exporter's is the first: `kubectl logs` and `exec` take that.
  containers: z.tuple([container.extend({ name: z.literal('exporter') })], z.looseObject({ name: z.string() })),
  volumes: z.array(z.looseObject({ name: z.string() })),
})

const workload = z.looseObject({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({ metadata: z.object({ labels, annotations: labels.default({}) }), spec: pod }),
  }),
})

export type Workload = z.infer<typeof workload>

/** A certificate to watch: all that the chart needs to be told. */
export const minimal: Values = {
  config: {
    certificates: [
      { zone_id: '023e105f4ecef8ad9ca31a8372d0c353', certificate_id: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60' },
    ],
  },
}

const rendered = new Map<string, Promise<string>>()

/** What Helm makes of these values: objects as the API server would read them. */
export async function render(values: Values, options: HelmOptions = {}): Promise<readonly Manifest[]> {
  return manifestsOnce(await renderText(values, options))
}

/** As `manifestsIn`, but the same text is read once a run: YAML takes longer to read than Helm to write. */
export async function manifestsOnce(yaml: string): Promise<readonly Manifest[]> {
  const read = async () => JSON.stringify(manifestsIn(yaml))
  return z.array(manifest).parse(JSON.parse(await madeOnce(`${digestOf(yaml)}.json`, read)))
}

/** As `render`, but as Helm writes it; the same values are rendered once. */
export function renderText(values: Values, options: HelmOptions = {}): Promise<string> {
  const key = JSON.stringify([values, options])
  const make = () => helmTemplate(values, options).then(outputOf)
  // What a cluster knows is not part of the key.
  const known = rendered.get(key) ?? (options.cluster === undefined ? madeOnce(`${digestOf(key)}.yaml`, make) : make())
  rendered.set(key, known)
  return known
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Makes it once a run, whichever file needs it first. */
async function madeOnce(name: string, make: () => Promise<string>): Promise<string> {
  const { TEST_RUN_FOLDER: folder } = process.env
  if (folder === undefined) return make()
  const path = join(folder, name)
  if (existsSync(path)) return readFile(path, 'utf8')
  const made = await make()
  const unfinished = `${path}.${randomUUID()}`
  await writeFile(unfinished, made)
  await rename(unfinished, path)
  return made
}

function outputOf({ code, stdout, stderr }: HelmRun): string {
  if (code !== 0) throw new Error(stderr)
  return stdout
}

/** @throws where the text is no list of Kubernetes objects */
export function manifestsIn(yaml: string): readonly Manifest[] {
  // The API server reads YAML 1.1: 0440 is octal there, and `on` is true.
  const documents = parseAllDocuments(yaml, { version: '1.1' }).filter((document) => document.contents !== null)
  return documents.map((document) => {
    if (document.errors.length > 0) throw document.errors[0]
    return manifest.parse(document.toJS())
  })
}

/** Why Helm refuses these values. */
export async function refusal(values: Values, options: HelmOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await helmTemplate(values, options)
  if (code === 0) throw new Error(`Helm took it and made\n${stdout}`)
  return stderr
}

/** The one object of this kind. */
export function only(manifests: readonly Manifest[], kind: string): Manifest {
  const [found, ...more] = manifests.filter((each) => each.kind === kind)
  if (found === undefined || more.length > 0) throw new Error(`not exactly one ${kind}`)
  return found
}

/** The Service that people and monitors use. */
export function serviceOf(manifests: readonly Manifest[]): Manifest {
  const { name } = workloadOf(manifests).metadata
  return only(
    manifests.filter(({ metadata }) => metadata.name === name),
    'Service',
  )
}

/** The Deployment or StatefulSet. */
export function workloadOf(manifests: readonly Manifest[]): Workload {
  return workload.parse(manifests.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet'))
}

/** The exporter's container. */
export function containerOf(manifests: readonly Manifest[]): Workload['spec']['template']['spec']['containers'][0] {
  return workloadOf(manifests).spec.template.spec.containers[0]
}

export interface HelmRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** `helm template`, and what it says. */
export async function helmTemplate(values: Values, options: HelmOptions = {}): Promise<HelmRun> {
  const { helm = 'helm', cluster } = options
  const args = ['template', 'exporter', options.chart ?? chart, '--namespace', 'monitoring']
  const version = ['--kube-version', kubernetesVersion]
  const lookup = ['--dry-run=server', '--kube-apiserver', cluster ?? '', '--kubeconfig', '/dev/null']
  const child = spawn(helm, [...args, ...(cluster === undefined ? version : lookup), '--values', '-'])
  // One that ends before it has read everything says why by itself.
  child.stdin.on('error', () => undefined)
  child.stdin.end(JSON.stringify(values))
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? 1))),
  ])
  return { code, stdout, stderr }
}
