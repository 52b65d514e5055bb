import { expect, test } from 'vitest'
import { sampleOf } from '../support/sample.ts'
import { describeWithTools } from '../support/tools.ts'
import { minimal, refusal, type Values } from './chart.ts'

const watch = minimal['config'] as { readonly certificates: readonly object[] }
const [certificate] = watch.certificates
const config = (more: object): Values => ({ config: { ...watch, ...more } })
const entry = (more: object): Values => ({ config: { certificates: [{ ...certificate, ...more }] } })

/** For each rule of the schema and of the templates one set of values that breaks it, and what Helm then says. */
const refused: readonly (readonly [string, Values, string | RegExp])[] = [
  // The chart's own values
  ['a value that there is not', { replicaCount: 2 }, "additional properties 'replicaCount' not allowed"],
  ['one deeper', { image: { host: 'x' } }, "at '/image': additional properties 'host' not allowed"],
  ['text for a number', { replicas: '2' }, "at '/replicas': got string, want integer"],
  ['text for a switch', { state: { enabled: 'yes' } }, "at '/state/enabled': got string, want boolean"],
  ['fewer than no replicas', { replicas: -1 }, "at '/replicas': minimum"],
  ['no shard', { sharding: { total: 0 } }, "at '/sharding/total': minimum"],
  ['a digest that is none', { image: { digest: 'latest' } }, "at '/image/digest'"],
  ['a pull policy that there is not', { image: { pullPolicy: 'Sometimes' } }, "'Always', 'IfNotPresent', 'Never'"],
  ['no image', { image: { repository: '' } }, "at '/image/repository': '' does not match pattern"],
  ['a log level that there is not', { logLevel: 'verbose' }, "at '/logLevel': value must be one of"],
  ['no Secret, and no other credentials', { secret: { name: '' } }, 'secret.name: no credentials'],
  ['a Secret with an impossible name', { secret: { name: 'My_Secret' } }, "at '/secret/name'"],
  ['an image with a space', { image: { tag: 'a b' } }, "at '/image/tag'"],
  ['an image in capital letters', { image: { repository: 'registry.example.com/Exporter' } }, "at '/image/repository'"],
  ['a name that no object can have', { fullnameOverride: 'My_App' }, "at '/fullnameOverride'"],
  ['a namespace that there cannot be', { namespaceOverride: 'a.b' }, "at '/namespaceOverride'"],
  ['a label that is too long', { commonLabels: { a: 'x'.repeat(64) } }, "at '/commonLabels/a'"],
  ["a label's key with a space", { podLabels: { 'a b': 'c' } }, "invalid propertyName 'a b'"],
  ["an annotation's key with a space", { workloadAnnotations: { 'a b': 'c' } }, "invalid propertyName 'a b'"],
  ['an affinity that there is not', { affinity: { nodeAfinity: {} } }, "additional properties 'nodeAfinity'"],
  ['resources that are no quantity', { resources: { limits: { memory: '256 MB' } } }, "at '/resources/limits/memory'"],
  [
    'a retention that there is not',
    { sharding: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Keep' } } },
    'whenScaled',
  ],
  [
    'a probe without a period',
    { probes: { liveness: { periodSeconds: 0 } } },
    "at '/probes/liveness/periodSeconds': minimum",
  ],
  ['a DNS policy that there is not', { dnsPolicy: 'First' }, "at '/dnsPolicy'"],
  ['a variable without a name', { extraEnv: [{ value: 'x' }] }, "missing property 'name'"],
  ['a sidecar without a name', { sidecars: [{ image: 'x' }] }, "missing property 'name'"],
  ['a group of rules without rules', { prometheusRule: { extraGroups: [{ name: 'x' }] } }, "missing property 'rules'"],
  ["a Secret's key with a path", { secret: { key: '../token' } }, "at '/secret/key'"],
  ['a pull secret as text', { imagePullSecrets: ['pull'] }, "at '/imagePullSecrets/0': got string, want object"],
  ['a size without sense', { state: { sizeLimit: '64 MB' } }, "at '/state/sizeLimit'"],
  ['a port out of range', { service: { port: 70000 } }, "at '/service/port': maximum"],
  ['no DNS', { networkPolicy: { dnsPorts: [] } }, "at '/networkPolicy/dnsPorts': minItems"],
  ['a budget of nothing', { podDisruptionBudget: { maxUnavailable: 0 } }, "at '/podDisruptionBudget/maxUnavailable'"],
  ['less time than a stop takes', { terminationGracePeriodSeconds: 1 }, "at '/terminationGracePeriodSeconds': minimum"],
  ['a label that is no text', { podLabels: { a: 1 } }, "at '/podLabels/a': got number, want string"],
  ['a toleration as text', { tolerations: ['all'] }, "at '/tolerations/0': got string, want object"],
  ['a mount without a path', { extraVolumeMounts: [{ name: 'x' }] }, "missing property 'mountPath'"],
  ['an object that is a number', { extraObjects: [1] }, "at '/extraObjects/0'"],

  // Pod Security
  ['root', { podSecurityContext: { runAsUser: 0 } }, "at '/podSecurityContext/runAsUser': minimum"],
  ['perhaps root', { podSecurityContext: { runAsNonRoot: false } }, "at '/podSecurityContext/runAsNonRoot'"],
  [
    'no seccomp',
    { podSecurityContext: { seccompProfile: { type: 'Unconfined' } } },
    "at '/podSecurityContext/seccompProfile/type'",
  ],
  ['more privileges', { containerSecurityContext: { allowPrivilegeEscalation: true } }, '/allowPrivilegeEscalation'],
  ['a privileged container', { containerSecurityContext: { privileged: true } }, "additional properties 'privileged'"],
  ['a writable root', { containerSecurityContext: { readOnlyRootFilesystem: false } }, '/readOnlyRootFilesystem'],
  ['a capability', { containerSecurityContext: { capabilities: { add: ['NET_RAW'] } } }, "additional properties 'add'"],
  ['capabilities kept', { containerSecurityContext: { capabilities: { drop: [] } } }, '/capabilities/drop'],
  [
    "a host's folder",
    { extraVolumes: [{ name: 'x', hostPath: { path: '/' } }] },
    "at '/extraVolumes/0': additional properties 'hostPath' not allowed",
  ],

  // Rules and monitors
  ['an interval without a unit', { podMonitor: { interval: '60' } }, "at '/podMonitor/interval'"],
  ['a scheme that there is not', { serviceMonitor: { scheme: 'ftp' } }, "at '/serviceMonitor/scheme'"],
  ['no replica labels', { prometheusRule: { replicaLabels: [] } }, "at '/prometheusRule/replicaLabels': minItems"],
  ['a label name that is none', { prometheusRule: { replicaLabels: ['a-b'] } }, "at '/prometheusRule/replicaLabels/0'"],
  ['runbooks nowhere', { prometheusRule: { runbookBaseUrl: 'wiki' } }, "at '/prometheusRule/runbookBaseUrl'"],
  [
    'a switch that an alert has not',
    { prometheusRule: { alerts: { CloudflareCertExpired: { disabled: true } } } },
    "at '/prometheusRule/alerts/CloudflareCertExpired': additional properties 'disabled' not allowed",
  ],
  [
    'a `for` without a unit',
    { prometheusRule: { alerts: { CloudflareCertExpired: { for: '10' } } } },
    "at '/prometheusRule/alerts/CloudflareCertExpired/for'",
  ],
  [
    "an alert's label that is none",
    { prometheusRule: { alerts: { CloudflareCertExpired: { labels: { 'a-b': 'c' } } } } },
    "invalid propertyName 'a-b'",
  ],
  [
    'an alert that there is not',
    { prometheusRule: { enabled: true, alerts: { CloudflareCertExpried: {} } } },
    /prometheusRule\.alerts\.CloudflareCertExpried: there is no such alert: expected one of .*CloudflareCertExpired, .*CloudflareCertProblem, CloudflareCertProblem\/critical, CloudflareCertProblem\/warning, /,
  ],

  [
    'one severity for two alerts of one name',
    { prometheusRule: { enabled: true, alerts: { CloudflareCertProblem: { severity: 'info' } } } },
    'prometheusRule.alerts.CloudflareCertProblem: 2 alerts have this name, and severity or expr would make them the same: expected CloudflareCertProblem/critical or CloudflareCertProblem/warning',
  ],
  [
    'one severity for all alerts',
    { prometheusRule: { enabled: true, alertLabels: { severity: 'page' } } },
    'prometheusRule.alertLabels.severity: the chart tells alerts of one name apart by it: expected prometheusRule.alerts.NAME.severity',
  ],
  [
    'one severity for two alerts of one name, as a label',
    { prometheusRule: { enabled: true, alerts: { CloudflareCertProblem: { labels: { severity: 'info' } } } } },
    'prometheusRule.alerts.CloudflareCertProblem.labels.severity: the chart tells alerts of one name apart by it: expected prometheusRule.alerts.CloudflareCertProblem.severity',
  ],
  [
    'one zone for the certificates of all',
    { prometheusRule: { enabled: true, alerts: { CloudflareCertExpired: { labels: { zone: 'example.com' } } } } },
    'prometheusRule.alerts.CloudflareCertExpired.labels.zone: alerts have a label of this name',
  ],
  [
    'a password over plain HTTP',
    { podMonitor: { enabled: true, basicAuth: { username: { name: 'x', key: 'y' } } } },
    'podMonitor.basicAuth: the password would go over the network in clear text',
  ],
  [
    'a password for a door without TLS',
    { web: { existingSecret: 'web', tls: false }, serviceMonitor: { enabled: true, basicAuth: { username: {} } } },
    'serviceMonitor.basicAuth: the password would go over the network in clear text',
  ],

  // The configuration, by its own schema
  [
    'a key that there is not',
    config({ scedule: '@daily' }),
    "at '/config': additional properties 'scedule' not allowed",
  ],
  ['an id that is none', entry({ zone_id: 'example.com' }), "at '/config/certificates/0/zone_id'"],
  ['an entry without its certificate', { config: { certificates: [{ zone_id: 'a'.repeat(32) }] } }, 'certificate_id'],
  ['a kind that there is not', entry({ kind: 'host' }), "value must be one of 'hostname', 'zone'"],
  ['a minute that there is not', config({ schedule: '99 * * * *' }), "at '/config/schedule'"],
  ['an hour that there is not', config({ schedule: '0 24 * * *' }), "at '/config/schedule'"],
  ['a month that there is not', config({ schedule: '0 0 1 13 *' }), "at '/config/schedule'"],
  ['a duration without a unit', config({ stale_after: '6' }), "at '/config/stale_after'"],
  ['an empty duration', config({ stale_after: '' }), "at '/config/stale_after': minLength"],
  ['a reserved label', entry({ labels: { __name: 'x' } }), "invalid propertyName '__name'"],
  ['a label that is a number', entry({ labels: { team: 1 } }), "at '/config/certificates/0/labels/team'"],
  ['a pace that Cloudflare refuses', config({ cloudflare: { requests_per_5m: 5000 } }), 'maximum'],
  [
    'a token in the configuration',
    config({ credentials: { default: { api_token: 'made-up' } } }),
    "at '/config/credentials/default': additional properties 'api_token' not allowed",
  ],

  // What goes with what
  ['a switch that no condition reads', { enabled: false }, 'enabled: nothing names it as a condition'],
  ['nothing to watch', { config: null }, 'config: nothing to watch'],
  ['two configurations', { existingConfigMap: 'mine' }, 'config and existingConfigMap: expected one of them'],
  ['a shard of its own', config({ shard: { total: 2 } }), 'config.shard: every pod has its own'],
  [
    'an address that nobody reaches',
    config({ server: { listen: '127.0.0.1:9977' } }),
    'config.server.listen: "127.0.0.1:9977" is not an address that Prometheus and the kubelet can reach',
  ],
  ['a port for root', config({ server: { listen: ':80' } }), 'config.server.listen: the user is not root'],
  [
    'one port for two listeners',
    config({ server: { listen: ':9978', probe_listen: ':9978' } }),
    'config.server.probe_listen: the same port as server.listen',
  ],
  [
    'state without a volume',
    { ...config({ state: { path: '/var/lib/cloudflare-cert-exporter/state.json' } }), state: { enabled: false } },
    'config.state.path: the root file system is read-only: expected state.enabled=true',
  ],
  [
    'state elsewhere',
    { ...config({ state: { path: '/tmp/state.json' } }), state: { enabled: true } },
    'config.state.path: expected a file in /var/lib/cloudflare-cert-exporter',
  ],
  [
    'a volume without state',
    { state: { enabled: false, persistence: { enabled: true } } },
    'expected state.enabled=true with it',
  ],
  [
    'one volume for two pods',
    { replicas: 2, state: { enabled: true, persistence: { enabled: true } } },
    'replicas: one volume cannot hold the state of several pods',
  ],
  [
    'one claim for all shards',
    { sharding: { total: 2 }, state: { enabled: true, persistence: { enabled: true, existingClaim: 'x' } } },
    'state.persistence.existingClaim: every shard needs a volume of its own',
  ],
  [
    'shards with a share of the rate that is no whole request',
    { ...config({ cloudflare: { requests_per_5m: 23 } }), sharding: { total: 12 } },
    'sharding.total: 23 requests in five minutes are too few for 12 shards',
  ],
  [
    'more shards than the default pace has shares for',
    { sharding: { total: 301 } },
    'at least 2 for each, which is 602',
  ],
  ['replicas of shards', { sharding: { total: 2 }, replicas: 2 }, 'replicas: every shard has one pod'],
  [
    'two scrapes',
    { podMonitor: { enabled: true }, serviceMonitor: { enabled: true } },
    'podMonitor.enabled and serviceMonitor.enabled: everything would be scraped twice',
  ],
  ['a token in the list of variables', { extraEnv: [{ name: 'CLOUDFLARE_API_TOKEN' }] }, 'a secret'],
  ['a variable of the chart in the list', { extraEnv: [{ name: 'NO_PROXY', value: 'x' }] }, 'the chart sets it'],
  ['a variable in map and list', { env: { A: 'x' }, extraEnv: [{ name: 'A', value: 'y' }] }, 'A is there twice'],
  ['a strategy that a Deployment has not', { updateStrategy: { type: 'OnDelete' } }, 'a Deployment has no OnDelete'],
  [
    'a strategy that a StatefulSet has not',
    { sharding: { total: 2 }, updateStrategy: { type: 'Recreate' } },
    'a StatefulSet has no Recreate',
  ],
  ['a second exporter', { sidecars: [{ name: 'exporter', image: 'x' }] }, "exporter is the chart's own container"],
  ["a volume of the chart's name", { extraVolumes: [{ name: 'state', emptyDir: {} }] }, "state is the chart's own"],
  [
    'one port for two doors',
    { probePort: { enabled: true }, service: { port: 9978 } },
    'service.port: 9978 is the port',
  ],
  [
    'a hook that cannot read the web configuration',
    { ...config({ server: { web_config_file: '/more/web.yml' } }), validateHook: { enabled: true } },
    'validateHook.enabled: the Job cannot read config.server.web_config_file',
  ],
  ['a token in the environment', { env: { CLOUDFLARE_API_TOKEN: 'made-up' } }, 'env.CLOUDFLARE_API_TOKEN: a secret'],
  ['a variable twice', { env: { HTTPS_PROXY: 'x' } }, 'env.HTTPS_PROXY: the chart sets it'],
  ['a password in a proxy', { proxy: { url: 'http://me:made-up@proxy:3128' } }, 'proxy.url: a password in it'],
  ['a proxy without a scheme', { proxy: { url: 'proxy:3128' } }, 'proxy.url: expected a URL'],
  [
    "a mount over the chart's",
    { extraVolumes: [{ name: 'x', emptyDir: {} }], extraVolumeMounts: [{ name: 'x', mountPath: '/app' }] },
    "extraVolumeMounts: /app is the chart's own",
  ],
]

describeWithTools(['helm'], 'the chart refuses', () => {
  test.each(sampleOf('chart', 'values that the chart refuses', refused, 20))('%s', async (_, values, message) => {
    const said = await refusal({ ...minimal, ...values })
    expect(said).toMatch(message)
    expect(said).not.toContain('made-up')
  })
})
