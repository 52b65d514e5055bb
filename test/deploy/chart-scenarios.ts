import { minimal, type Values } from './chart.ts'

const watch = minimal['config']

/** What people set, each beside one certificate to watch. All are valid. */
export const scenarios: Readonly<Record<string, Values>> = {
  'a list of certificates and nothing else': {},
  'a ConfigMap of their own': { config: {}, existingConfigMap: 'mine' },
  'a token for a trial': { token: 'made-up' },
  'two replicas and a budget': { replicas: 2, podDisruptionBudget: { enabled: true, maxUnavailable: 1 } },
  'state on an emptyDir': { state: { enabled: true } },
  'no state': { state: { enabled: false } },
  'state on a volume': {
    state: { enabled: true, persistence: { enabled: true, storageClass: 'fast', annotations: { keep: 'yes' } } },
  },
  'state on a volume of their own': { state: { enabled: true, persistence: { enabled: true, existingClaim: 'mine' } } },
  'three shards': { sharding: { total: 3 } },
  'three shards, each with a volume': {
    sharding: { total: 3 },
    state: { enabled: true, persistence: { enabled: true } },
  },
  'a larger volume, of the usual class': { state: { persistence: { enabled: true, size: '128Mi' } } },
  'three shards, each with a larger volume': {
    sharding: { total: 3, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } },
    state: { persistence: { enabled: true, size: '128Mi' } },
  },
  'two shards on fast volumes that are kept': {
    sharding: { total: 2 },
    state: { persistence: { enabled: true, storageClass: 'fast', annotations: { keep: 'yes' } } },
  },
  'two shards behind a Service of their own name': { sharding: { total: 2, serviceName: 'exporter' } },
  'another namespace': { namespaceOverride: 'elsewhere' },
  'TLS and a password at the door': { web: { existingSecret: 'web' }, podMonitor: { enabled: true } },
  'another port': { config: { ...(watch as object), server: { listen: ':8080', probe_listen: ':8081' } } },
  'a proxy that opens TLS': {
    proxy: { url: 'http://proxy.example.com:3128', noProxy: '.svc' },
    caBundle: { configMap: 'trust' },
  },
  'an e-mail address and a key': {
    config: {
      ...(watch as object),
      credentials: { default: { email: 'ops@example.com', api_key_file: '/var/run/secrets/cloudflare/key' } },
    },
  },
  'a PodMonitor, the alerts': {
    podMonitor: { enabled: true, labels: { release: 'prometheus' }, interval: '1m', relabelings: [{ action: 'drop' }] },
    prometheusRule: { enabled: true, labels: { release: 'prometheus' } },
  },
  'a dashboard': { dashboard: { enabled: true } },
  'a ServiceMonitor': {
    serviceMonitor: { enabled: true, scheme: 'https', tlsConfig: { insecureSkipVerify: true }, scrapeTimeout: '5s' },
  },
  'a strict network': {
    networkPolicy: {
      metricsFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      extraEgress: [{ ports: [{ port: 8443, protocol: 'TCP' }] }],
    },
  },
  'no network policy, no account of its own': { networkPolicy: { enabled: false }, serviceAccount: { create: false } },
  'every knob of a pod': {
    image: { repository: 'registry.example.com/exporter', digest: `sha256:${'a'.repeat(64)}` },
    imagePullSecrets: [{ name: 'pull' }],
    commonLabels: { 'example.com/owner': 'sre', 'app.kubernetes.io/name': 'never' },
    podLabels: { 'example.com/tier': 'tools' },
    podAnnotations: { 'example.com/note': '1' },
    nodeSelector: { 'kubernetes.io/arch': 'arm64' },
    tolerations: [{ key: 'tools', operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
    priorityClassName: 'high',
    env: { NODE_OPTIONS: '--max-old-space-size=200' },
    extraVolumes: [{ name: 'more', configMap: { name: 'more' } }],
    extraVolumeMounts: [{ name: 'more', mountPath: '/more', readOnly: true }],
    service: { port: 80, annotations: { 'example.com/a': 'b' } },
    serviceAccount: { name: 'mine', annotations: { 'example.com/a': 'b' } },
  },
  'OpenShift, which chooses the user': {
    podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null },
  },
  'objects of their own': {
    extraObjects: [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ include "exporter.fullname" . }}-more' } },
      'apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Release.Name }}-text"}\n',
    ],
  },
}

/** A scenario's whole values. */
export function valuesOf(name: string): Values {
  return { ...minimal, ...scenarios[name] }
}
