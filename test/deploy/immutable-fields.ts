import { isDeepStrictEqual } from 'node:util'
import type { Manifest } from './chart.ts'
import { isMap } from './json.ts'

// What an API server lets nobody change in an object that is there, as Kubernetes' own validation has it (ValidateServiceUpdate,
// ValidateStatefulSetUpdate, ValidatePersistentVolumeClaimUpdate, … in k8s.io/kubernetes).

/** What of an object is fixed, by a name for it. A field that is absent in the newer one and may be is left out there. */
type FixedFields = (manifest: Manifest) => Readonly<Record<string, unknown>>

const nothing: FixedFields = () => ({})
const spec = ({ spec: value }: Manifest): Readonly<Record<string, unknown>> => (isMap(value) ? value : {})
const only =
  (...fields: readonly string[]): FixedFields =>
  (manifest) =>
    Object.fromEntries(fields.map((field) => [field, spec(manifest)[field]]))
const allBut =
  (...fields: readonly string[]): FixedFields =>
  (manifest) =>
    Object.fromEntries(Object.entries(spec(manifest)).filter(([field]) => !fields.includes(field)))

const fixedFields: Readonly<Record<string, FixedFields>> = {
  ConfigMap: ({ immutable, data }) => (immutable === true ? { data } : {}),
  DaemonSet: only('selector'),
  Deployment: only('selector'),
  NetworkPolicy: nothing,
  PersistentVolumeClaim: allBut('resources'),
  PodDisruptionBudget: nothing,
  PodMonitor: nothing,
  PrometheusRule: nothing,
  Secret: ({ type, immutable, data }) => (immutable === true ? { type, data } : { type }),
  Service: only('clusterIP', 'clusterIPs', 'ipFamilies', 'loadBalancerClass'),
  ServiceAccount: nothing,
  ServiceMonitor: nothing,
  StatefulSet: allBut(
    ...['replicas', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'],
    ...['minReadySeconds', 'ordinals'],
  ),
}

/** The API server gives a Service these, and keeps them where an update leaves them out. */
const keptWhereAbsent = ['clusterIP', 'clusterIPs', 'ipFamilies', 'loadBalancerClass']

/** The fields that keep this upgrade from working, such as `Service monitoring/exporter: clusterIP`. */
export function immutableChanges(before: readonly Manifest[], after: readonly Manifest[]): readonly string[] {
  return before.flatMap((old) => {
    const renewed = after.find((each) => identityOf(each) === identityOf(old))
    return renewed && !isHook(old) ? changes(old, renewed).map((field) => `${identityOf(old)}: ${field}`) : []
  })
}

/** Helm deletes a hook's objects before it makes them anew, where they ask for that. */
export function isHook({ metadata }: Manifest): boolean {
  return 'helm.sh/hook' in metadata.annotations
}

function identityOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata['namespace']}/${metadata.name}`
}

function changes(before: Manifest, after: Manifest): readonly string[] {
  const fixed = fixedFields[before.kind]
  if (fixed === undefined) throw new Error(`nobody has said yet what cannot be changed in a ${before.kind}`)
  const [old, renewed] = [fixed(before), fixed(after)]
  const differing = [...new Set([...Object.keys(old), ...Object.keys(renewed)])].filter(
    (field) =>
      !isDeepStrictEqual(old[field], renewed[field]) &&
      !(renewed[field] === undefined && keptWhereAbsent.includes(field)),
  )
  return shrinks(before, after) ? [...differing, 'resources.requests.storage'] : differing
}

function shrinks(before: Manifest, after: Manifest): boolean {
  return before.kind === 'PersistentVolumeClaim' && mebibytesOf(after) < mebibytesOf(before)
}

/** The scenarios give sizes in Mi only. */
function mebibytesOf(claim: Manifest): number {
  const [, number] = /"storage":"(\d+)Mi"/.exec(JSON.stringify(spec(claim))) ?? []
  if (number === undefined) throw new Error('expected a size in Mi')
  return Number(number)
}
