import { forGo } from './patterns-for-go.ts'
import { schedulePattern } from './schedule-pattern.ts'
import {
  annotations,
  count,
  duration,
  fileName,
  flag,
  key,
  labelName,
  labels,
  map,
  named,
  object,
  objectName,
  objects,
  oneOf,
  port,
  quantities,
  quantity,
  type Schema,
  someText,
  subdomain,
  text,
  texts,
} from './schema-parts.ts'
import type { ChartValue } from './values.ts'

const monitor = map({
  enabled: flag,
  labels,
  annotations,
  interval: duration,
  scrapeTimeout: duration,
  scheme: oneOf('', 'http', 'https'),
  tlsConfig: object,
  basicAuth: object,
  sampleLimit: { type: 'integer', minimum: 0 },
  podTargetLabels: { type: 'array', items: { type: 'string', pattern: key }, uniqueItems: true },
  relabelings: objects,
  metricRelabelings: objects,
})

const probe = map({ periodSeconds: count, timeoutSeconds: count, failureThreshold: count })

const environmentVariable = map(
  { name: { type: 'string', pattern: labelName }, value: text, valueFrom: object },
  { required: ['name'] },
)

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

const alertTexts: Schema = { ...texts, propertyNames: { pattern: labelName } }
const alert = map({
  enabled: flag,
  for: duration,
  expr: someText,
  severity: someText,
  labels: alertTexts,
  annotations: alertTexts,
})

const chartValues = (config: Schema): Schema =>
  map({
    enabled: flag,
    // Umbrella charts put their own beside it.
    global: {
      type: 'object',
      properties: { imagePullSecrets: { type: 'array', items: { anyOf: [someText, named] } } },
    },
    config,
    existingConfigMap: subdomain,
    restartOnConfigChange: flag,
    secret: map({ optional: flag, name: subdomain, key: fileName }),
    token: text,
    externalUrl: { type: 'string', pattern: '^(https?://[^\\s?#]+)?$' },
    image: map({
      registry: { type: 'string', pattern: '^([a-zA-Z0-9][-a-zA-Z0-9.]*(:[0-9]+)?)?$' },
      repository: { type: 'string', pattern: '^[a-zA-Z0-9][-a-zA-Z0-9._:]*(/[a-z0-9]+([-._]+[a-z0-9]+)*)*$' },
      tag: { type: 'string', pattern: '^([a-zA-Z0-9_][-a-zA-Z0-9_.]{0,127})?$' },
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
    extraEnv: { type: 'array', items: environmentVariable },
    extraArgs: { type: 'array', items: text },
    proxy: map({ url: text, noProxy: text }),
    caBundle: map({ configMap: subdomain, key: fileName }),
    web: map({ existingSecret: subdomain, key: fileName, tls: flag }),
    probePort: map({ enabled: flag }),
    state: map({
      enabled: flag,
      sizeLimit: quantity,
      persistence: map({
        enabled: flag,
        existingClaim: subdomain,
        storageClass: subdomain,
        size: quantity,
        annotations,
      }),
    }),
    resources: map({ requests: quantities, limits: quantities, claims: objects }),
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
    serviceAccount: map({ create: flag, name: subdomain, annotations }),
    startupSeconds: count,
    probes: map({ liveness: probe, readiness: probe }),
    terminationGracePeriodSeconds: { type: 'integer', minimum: 5 },
    revisionHistoryLimit: { type: 'integer', minimum: 0 },
    updateStrategy: map({ type: oneOf('RollingUpdate', 'Recreate', 'OnDelete'), rollingUpdate: object }),
    commonLabels: labels,
    workloadAnnotations: annotations,
    podLabels: labels,
    podAnnotations: annotations,
    nodeSelector: labels,
    tolerations: objects,
    affinity: map({ nodeAffinity: object, podAffinity: object, podAntiAffinity: object }),
    topologySpreadConstraints: objects,
    priorityClassName: subdomain,
    runtimeClassName: subdomain,
    hostAliases: {
      type: 'array',
      items: map(
        { ip: someText, hostnames: { type: 'array', items: { ...subdomain, minLength: 1 } } },
        { required: ['ip'] },
      ),
    },
    dnsConfig: map({
      nameservers: { type: 'array', items: someText },
      searches: { type: 'array', items: someText },
      options: objects,
    }),
    dnsPolicy: oneOf('', 'ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    hostNetwork: flag,
    initContainers: { type: 'array', items: named },
    sidecars: { type: 'array', items: named },
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
    service: map({ port, annotations }),
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
      labels,
      annotations,
      replicaLabels: {
        type: 'array',
        items: { type: 'string', pattern: labelName },
        minItems: 1,
        uniqueItems: true,
      },
      runbookBaseUrl: { type: 'string', pattern: '^(https?://\\S+)?$' },
      alertLabels: alertTexts,
      alertAnnotations: alertTexts,
      alerts: { type: 'object', additionalProperties: alert },
      extraGroups: { type: 'array', items: { type: 'object', required: ['name', 'rules'] } },
    }),
    validateHook: map({ enabled: flag, activeDeadlineSeconds: count }),
    testPod: map({ enabled: flag }),
    dashboard: map({ enabled: flag, labels, annotations }),
  })

/** The chart's values.schema.json: the types from here, the configuration's schema, texts and defaults from values.yaml. */
export function valuesSchema(values: readonly ChartValue[], configuration: object): object {
  const { $schema: _, ...config } = forGo(configuration) as Schema
  const described = values.reduce<Schema>(
    (schema, value) => describe(schema, value.path, value),
    chartValues(withSchedule(config)),
  )
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Values of the chart', ...described }
}

/** What only a template can say of a schedule otherwise: the program's own words come too late for `helm`. */
function withSchedule(configuration: Schema): Schema {
  const { schedule, ...others } = configuration.properties ?? {}
  if (schedule === undefined) throw new Error('the configuration has no schedule')
  return { ...configuration, properties: { ...others, schedule: { ...schedule, pattern: schedulePattern } } }
}

function describe(schema: Schema, [key, ...rest]: readonly string[], value: ChartValue): Schema {
  if (key === undefined) return { ...schema, description: value.description, default: value.default }
  const child = schema.properties?.[key]
  if (child === undefined) throw new Error(`values.yaml has ${value.path.join('.')}, the schema has no ${key}`)
  return { ...schema, properties: { ...schema.properties, [key]: describe(child, rest, value) } }
}
