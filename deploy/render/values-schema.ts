import type { ChartValue } from './values.ts'

/** A JSON Schema of draft 7, as far as it is used here. */
export interface Schema {
  readonly [keyword: string]: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}

const text: Schema = { type: 'string' }
const someText: Schema = { type: 'string', minLength: 1 }
const flag: Schema = { type: 'boolean' }
const object: Schema = { type: 'object' }
const objects: Schema = { type: 'array', items: object }
const count: Schema = { type: 'integer', minimum: 1 }
const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 }
const duration: Schema = { type: 'string', pattern: '^(([0-9]+(ms|[smhdwy]))+|0)?$' }
const quantity: Schema = { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?([KMGTPE]i|[kMGTPE]|m)?$' }
const texts: Schema = { type: 'object', additionalProperties: text }
/** A name of Kubernetes' (RFC 1123), or none. */
const objectName: Schema = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$', maxLength: 63 }
const labelName = '^[a-zA-Z_][a-zA-Z0-9_]*$'
const fileName: Schema = { type: 'string', pattern: '^[-._a-zA-Z0-9]+$' }
const oneOf = (...words: readonly string[]): Schema => ({ type: 'string', enum: words })
const map = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
})

const monitor = map({
  enabled: flag,
  labels: texts,
  interval: duration,
  scrapeTimeout: duration,
  scheme: oneOf('', 'http', 'https'),
  tlsConfig: object,
  basicAuth: object,
  relabelings: objects,
  metricRelabelings: objects,
})

/** The volumes that Pod Security *restricted* allows. */
const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]

const alert = map({
  enabled: flag,
  for: duration,
  severity: someText,
  labels: { ...texts, propertyNames: { pattern: labelName } },
  annotations: { ...texts, propertyNames: { pattern: labelName } },
})

const chartValues = (config: Schema): Schema =>
  map({
    global: object,
    config,
    existingConfigMap: text,
    restartOnConfigChange: flag,
    secret: map({ name: someText, key: fileName }),
    token: text,
    image: map({
      repository: someText,
      tag: text,
      digest: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
      pullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
    }),
    imagePullSecrets: { type: 'array', items: map({ name: someText }, { required: ['name'] }) },
    replicas: { type: 'integer', minimum: 0 },
    sharding: map({
      total: count,
      serviceName: objectName,
      persistentVolumeClaimRetentionPolicy: map({
        whenScaled: oneOf('Retain', 'Delete'),
        whenDeleted: oneOf('Retain', 'Delete'),
      }),
    }),
    logLevel: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    env: { ...texts, propertyNames: { pattern: labelName } },
    proxy: map({ url: text, noProxy: text }),
    caBundle: map({ configMap: text, key: fileName }),
    web: map({ existingSecret: text, key: fileName }),
    probePort: map({ enabled: flag }),
    state: map({
      enabled: flag,
      sizeLimit: quantity,
      persistence: map({
        enabled: flag,
        existingClaim: text,
        storageClass: text,
        size: quantity,
        annotations: texts,
      }),
    }),
    resources: map({ requests: object, limits: object, claims: objects }),
    podSecurityContext: map(
      {
        runAsNonRoot: { const: true },
        runAsUser: count,
        runAsGroup: count,
        fsGroup: count,
        fsGroupChangePolicy: oneOf('OnRootMismatch', 'Always'),
        supplementalGroups: { type: 'array', items: count },
        seLinuxOptions: map({ level: text, type: oneOf('', 'container_t', 'container_init_t', 'container_kvm_t') }),
        seccompProfile: map(
          { type: oneOf('RuntimeDefault', 'Localhost'), localhostProfile: text },
          { required: ['type'] },
        ),
      },
      { required: ['runAsNonRoot', 'seccompProfile'] },
    ),
    containerSecurityContext: map(
      {
        allowPrivilegeEscalation: { const: false },
        readOnlyRootFilesystem: { const: true },
        capabilities: map({ drop: { const: ['ALL'] } }, { required: ['drop'] }),
      },
      { required: ['allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'capabilities'] },
    ),
    serviceAccount: map({ create: flag, name: text, annotations: texts }),
    startupSeconds: count,
    terminationGracePeriodSeconds: { type: 'integer', minimum: 5 },
    commonLabels: texts,
    podLabels: texts,
    podAnnotations: texts,
    nodeSelector: texts,
    tolerations: objects,
    affinity: object,
    topologySpreadConstraints: objects,
    priorityClassName: text,
    extraVolumes: {
      type: 'array',
      items: map(
        { name: someText, ...Object.fromEntries(volumeTypes.map((type) => [type, object])) },
        { required: ['name'], minProperties: 2, maxProperties: 2 },
      ),
    },
    extraVolumeMounts: {
      type: 'array',
      items: { type: 'object', properties: { name: someText, mountPath: someText }, required: ['name', 'mountPath'] },
    },
    extraObjects: { type: 'array', items: { type: ['object', 'string'] } },
    namespaceOverride: objectName,
    nameOverride: objectName,
    fullnameOverride: objectName,
    service: map({ port, annotations: texts }),
    networkPolicy: map({
      enabled: flag,
      metricsFrom: objects,
      dnsPorts: { type: 'array', items: port, minItems: 1 },
      extraIngress: objects,
      extraEgress: objects,
    }),
    podDisruptionBudget: map({
      enabled: flag,
      maxUnavailable: { anyOf: [count, { type: 'string', pattern: '^[1-9][0-9]?%$|^100%$' }] },
    }),
    podMonitor: monitor,
    serviceMonitor: monitor,
    prometheusRule: map({
      enabled: flag,
      labels: texts,
      annotations: texts,
      replicaLabels: {
        type: 'array',
        items: { type: 'string', pattern: labelName },
        minItems: 1,
        uniqueItems: true,
      },
      runbookBaseUrl: { type: 'string', pattern: '^(https?://\\S+)?$' },
      alerts: { type: 'object', additionalProperties: alert },
    }),
    dashboard: map({ enabled: flag, labels: texts, annotations: texts }),
  })

/** The chart's values.schema.json: the types from here, the configuration's schema, texts and defaults from values.yaml. */
export function valuesSchema(values: readonly ChartValue[], configuration: object): object {
  const { $schema: _, ...config } = forGo(configuration) as Record<string, unknown>
  const described = values.reduce<Schema>((schema, value) => describe(schema, value.path, value), chartValues(config))
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Values of the chart', ...described }
}

function describe(schema: Schema, [key, ...rest]: readonly string[], value: ChartValue): Schema {
  if (key === undefined) return { ...schema, description: value.description, default: value.default }
  const child = schema.properties?.[key]
  if (child === undefined) throw new Error(`values.yaml has ${value.path.join('.')}, the schema has no ${key}`)
  return { ...schema, properties: { ...schema.properties, [key]: describe(child, rest, value) } }
}

const notEmpty = '(?=.)'
const notReserved = '(?!__|exported_)'

/** Helm's regular expressions are Go's and know no lookahead: the two in use are said in other words. */
function forGo(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forGo)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword !== 'pattern' || typeof value !== 'string') return [[keyword, forGo(value)]]
    const said: [string, unknown][] = [['pattern', value.replaceAll(notEmpty, '').replaceAll(notReserved, '')]]
    if (value.includes(notEmpty)) said.push(['minLength', 1])
    if (value.includes(notReserved)) said.push(['not', { pattern: '^(?:__|exported_)' }])
    if (/\(\?[=!<]/.test(String(said[0]?.[1]))) throw new Error(`Go cannot read the pattern ${value}`)
    return said
  })
  return Object.fromEntries(entries)
}
