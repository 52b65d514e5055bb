import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { kubernetesVersion, type Manifest } from './chart.ts'

/** As much of an API server as Helm's `lookup` asks: which kinds there are, and one object by its name. */
export interface KubeApi {
  readonly url: string
  readonly close: () => Promise<void>
}

interface Resource {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

const resources: readonly Resource[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', name: 'deployments' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'statefulsets' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'persistentvolumeclaims' },
]

/** Answers with these objects, as the release of this name would have made them in the namespace. */
export async function serveKubeApi(manifests: readonly Manifest[], release: string): Promise<KubeApi> {
  const server = createServer(({ url = '' }, response) => {
    const found = answer(new URL(url, 'http://localhost').pathname, manifests, release)
    response.statusCode = found === undefined ? 404 : 200
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(found ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(path: string, manifests: readonly Manifest[], release: string): object | undefined {
  const [major, minor] = kubernetesVersion.split('.')
  if (path === '/version') return { major, minor, gitVersion: `v${kubernetesVersion}.0` }
  const [, apiVersion = '', rest = ''] = /^\/(?:apis\/(?=\w+\/)|api\/)((?:\w+\/)?v1)(.*)$/.exec(path) ?? []
  const served = resources.filter((resource) => resource.apiVersion === apiVersion)
  if (rest === '') return served.length > 0 ? listOf(apiVersion, served) : undefined
  const [, resourceName, name] = /^\/namespaces\/[^/]+\/([^/]+)\/([^/]+)$/.exec(rest) ?? []
  const kind = served.find((resource) => resource.name === resourceName)?.kind
  const object = manifests.find((each) => each.kind === kind && each.metadata.name === name)
  return object && asReleased(object, release)
}

function listOf(groupVersion: string, served: readonly Resource[]): object {
  const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete']
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: served.map(({ name, kind }) => ({ name, kind, verbs, singularName: '', namespaced: true })),
  }
}

function asReleased(object: Manifest, release: string): object {
  const annotations = { ...object.metadata.annotations, 'meta.helm.sh/release-name': release }
  return { ...object, metadata: { ...object.metadata, annotations } }
}
