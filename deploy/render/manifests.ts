import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parseAllDocuments, stringify } from 'yaml'

const run = promisify(execFile)

/** A Kubernetes object, as far as it is touched here. */
interface Manifest {
  readonly kind: string
  readonly metadata: Metadata
  readonly spec?: { readonly template?: { readonly metadata: Metadata } }
}

interface Metadata {
  namespace?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
}

const monitoring = ['PodMonitor', 'PrometheusRule', 'ConfigMap']

/** What says or assumes that Helm is at work. */
const helmLabels = ['helm.sh/chart', 'app.kubernetes.io/managed-by']

/**
 * The chart, rendered for kustomize: file names in deploy/kubernetes to their texts. Needs helm.
 * @param values file of values that make the manifests
 */
export async function manifests(chart: string, values: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run('helm', [
    'template',
    'cloudflare-cert-exporter',
    chart,
    '--kube-version=1.37',
    '--values',
    values,
  ])
  const objects = parseAllDocuments(stdout).map((document): Manifest => document.toJS())
  return new Map(objects.map((object) => [fileOf(object), textOf(withoutHelm(object))]))
}

function fileOf({ kind }: Manifest): string {
  const name = kind === 'ConfigMap' ? 'dashboard' : kind.toLowerCase()
  return monitoring.includes(kind) ? `monitoring/${name}.yaml` : `${name}.yaml`
}

function textOf(object: Manifest): string {
  return `# Made by \`npm run render\` out of deploy/chart: change it in an overlay, or there.\n${stringify(object, { lineWidth: 0 })}`
}

/** Without a namespace, which whoever applies it gives. */
function withoutHelm(object: Manifest): Manifest {
  for (const metadata of [object.metadata, object.spec?.template?.metadata]) {
    if (metadata === undefined) continue
    delete metadata.namespace
    for (const label of helmLabels) delete metadata.labels?.[label]
  }
  return object
}
