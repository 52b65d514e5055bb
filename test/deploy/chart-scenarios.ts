import { minimal, type Values } from './chart.ts'

const watch = minimal['config']

/** A container that Pod Security *restricted* lets in. */
function beside(name: string): object {
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  }
  return { name, image: 'registry.example.com/tool:1', securityContext }
}

/** The scenarios that Pod Security *restricted* keeps out: their namespace has to be `privileged`. */
export const privileged: readonly string[] = ["the node's network"]

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
  'a Secret that comes later': { secret: { optional: true } },
  'credentials that an agent brings': {
    secret: { name: '' },
    config: { ...(watch as object), credentials: { default: { api_token_file: '/vault/secrets/token' } } },
    podAnnotations: { 'vault.hashicorp.com/agent-inject': 'true' },
    extraVolumes: [{ name: 'vault', emptyDir: { medium: 'Memory' } }],
    extraVolumeMounts: [{ name: 'vault', mountPath: '/vault/secrets', readOnly: true }],
  },
  'passwords at the door, without TLS': {
    web: { existingSecret: 'web', tls: false },
    serviceMonitor: { enabled: true, annotations: { 'example.com/a': 'b' } },
  },
  'a monitor that knows the certificate at the door': {
    web: { existingSecret: 'web' },
    podMonitor: {
      enabled: true,
      annotations: { 'example.com/a': 'b' },
      sampleLimit: 50000,
      podTargetLabels: ['example.com/tier'],
      tlsConfig: { serverName: 'exporter.example.com', ca: { secret: { name: 'web', key: 'ca.crt' } } },
      basicAuth: { username: { name: 'scrape', key: 'user' }, password: { name: 'scrape', key: 'password' } },
    },
  },
  'TLS at the door from an agent': {
    config: { ...(watch as object), server: { web_config_file: '/vault/secrets/web.yml' } },
    podAnnotations: { 'vault.hashicorp.com/agent-inject': 'true' },
    podMonitor: { enabled: true, tlsConfig: { serverName: 'exporter.example.com' } },
  },
  'a pod among others': {
    sidecars: [beside('log-shipper')],
    initContainers: [beside('wait')],
    hostAliases: [{ ip: '192.0.2.1', hostnames: ['proxy.example.com'] }],
    dnsConfig: { options: [{ name: 'ndots', value: '1' }] },
    dnsPolicy: 'Default',
    runtimeClassName: 'gvisor',
    extraEnv: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    extraArgs: ['--log-level=debug'],
    global: { imagePullSecrets: ['pull', { name: 'more' }] },
    image: { registry: 'registry.example.com:5000' },
    workloadAnnotations: { 'reloader.stakater.com/auto': 'true' },
    probes: { liveness: { periodSeconds: 30 } },
    revisionHistoryLimit: 1,
    updateStrategy: { type: 'Recreate' },
  },
  'shards that are replaced by hand': { sharding: { total: 2 }, updateStrategy: { type: 'OnDelete' } },
  "the node's network": { hostNetwork: true },
  'a configuration that is validated first': { validateHook: { enabled: true }, web: { existingSecret: 'web' } },
  'shards that are validated first, and no test': {
    validateHook: { enabled: true },
    testPod: { enabled: false },
    sharding: { total: 2 },
  },
  'alerts of their own making': {
    prometheusRule: {
      enabled: true,
      alertLabels: { team: 'edge' },
      alertAnnotations: { dashboard: 'https://grafana.example.com' },
      alerts: { 'CloudflareCertProblem/warning': { enabled: false }, CloudflareCertExpired: { expr: 'vector(0) > 0' } },
      extraGroups: [{ name: 'more', rules: [{ alert: 'Always', expr: 'vector(1)' }] }],
    },
  },
}

/** A scenario's whole values. */
export function valuesOf(name: string): Values {
  return { ...minimal, ...scenarios[name] }
}
