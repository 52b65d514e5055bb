import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Manifest } from './chart.ts'

const run = promisify(execFile)

/** Checks objects from standard input against the API server's own schemas, unknown fields refused; prints what is wrong. */
const python = `
import json, sys, kubernetes_validate
for manifest in json.load(sys.stdin):
    try:
        kubernetes_validate.validate(manifest, sys.argv[1], strict=True)
    except Exception as error:
        path = '.'.join(str(part) for part in getattr(error, 'path', []) or [])
        print(manifest['kind'], manifest['metadata']['name'], path, getattr(error, 'message', error))
`

/** What Kubernetes' schemas say against these objects, a line each. */
export async function kubernetesFaults(
  interpreter: string,
  version: string,
  manifests: readonly Manifest[],
): Promise<readonly string[]> {
  const checked = run(interpreter, ['-c', python, version])
  // Most sets of values make the same objects: each is judged once.
  const different = new Set(manifests.map((each) => JSON.stringify(each)))
  checked.child.stdin?.end(`[${[...different].join(',')}]`)
  return (await checked).stdout.split('\n').filter((line) => line !== '')
}

const models = resolve('.ci/sdk/node_modules/@kubernetes-models/prometheus-operator')

/** Whether `.ci/run` has fetched the schemas of Prometheus Operator's objects. */
export const hasOperatorSchemas = existsSync(models)

type Validate = ((data: unknown) => boolean) & { readonly errors?: readonly unknown[] | null }

/** What Prometheus Operator's schemas say against one of its objects: wrong types and unknown fields. */
export async function operatorFaults(manifest: Manifest): Promise<readonly string[]> {
  const [file = ''] = globSync(`${models}/_schemas/*MonitoringV1${manifest.kind}.js`)
  const { validate }: { validate: Validate } = await import(pathToFileURL(file).href)
  const read = new Set<string>()
  const valid = validate(watched(manifest, '', read))
  // These schemas pass over fields that they do not know, as the API server would: silently. What no schema asks for is unknown.
  const unknown = paths(manifest, '').filter((path) => !read.has(path) && !path.startsWith('.metadata'))
  return [...(valid ? [] : [JSON.stringify(validate.errors)]), ...unknown.map((path) => `unknown field ${path}`)]
}

function watched(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get(target, key) {
      const child = `${path}.${String(key)}`
      read.add(child)
      return watched(Reflect.get(target, key), child, read)
    },
  })
}

function paths(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [`${path}.${key}`, ...paths(child, `${path}.${key}`)])
}
