import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { chartFiles } from '../../deploy/render/files.ts'
import { readValues } from '../../deploy/render/values.ts'
import { parseConfig } from '../../src/config/load.ts'
import { describeWithTools } from '../support/tools.ts'
import { containerOf, type Manifest, only, render, serviceOf, type Values, workloadOf } from './chart.ts'
import { scenarios, valuesOf } from './chart-scenarios.ts'
import { isHook } from './immutable-fields.ts'

const run = promisify(execFile)
const values = readFileSync('deploy/chart/values.yaml', 'utf8')

describe('what the chart carries', () => {
  test.each([...chartFiles()])('%s is up to date (npm run render)', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('has the version of the package', () => {
    const { version, homepage, description } = JSON.parse(readFileSync('package.json', 'utf8'))
    const chart = parse(readFileSync('deploy/chart/Chart.yaml', 'utf8'))
    expect(chart).toMatchObject({ version, appVersion: version, home: homepage, description })
  })

  test('links to nothing outside its folder, which the package does not have', () => {
    expect(readFileSync('deploy/chart/README.md', 'utf8')).not.toMatch(/\]\((?!https:|#)/)
  })

  test('has an icon in the repository', () => {
    const { icon } = parse(readFileSync('deploy/chart/Chart.yaml', 'utf8'))
    expect(existsSync(icon.replace(/^.*\/main\//, ''))).toBe(true)
  })

  test('gives the sizes that docs/performance.md has', () => {
    const table = readFileSync('docs/performance.md', 'utf8')
    const sizes = [...table.matchAll(/^\| ([\d,]+) \| [^|]* \| (\w+), (\w+) \| (\w+) \|/gm)].map(
      ([, ...cells]) => cells,
    )
    const [first, ...larger] = sizes
    const { requests, limits } = parse(values).resources
    expect(['100', requests.cpu, requests.memory, limits.memory]).toEqual(first)
    const { description = '' } = readValues(values).find(({ path }) => path.join('.') === 'resources') ?? {}
    expect(larger).toHaveLength(2)
    for (const size of larger) expect(description.match(/[\d,]*\d\w*/g)).toEqual(expect.arrayContaining(size))
  })

  test('documents every value', () => {
    const documented = readValues(values).map(({ path }) => path.join('.'))
    const isDocumented = (path: string) => documented.some((each) => path === each || path.startsWith(`${each}.`))
    expect(leaves(parse(values)).filter((path) => !isDocumented(path))).toEqual([])
  })

  test('lists the replica labels of the rules', () => {
    const rules = readFileSync('deploy/prometheus/rules.yaml', 'utf8')
    const lists = new Set([...rules.matchAll(/^[^#\n]*without \((instance\b[^)]*)\)/gm)].map(([, list]) => list))
    expect([...lists]).toEqual([parse(values).prometheusRule.replicaLabels.join(', ')])
  })
})

function leaves(tree: unknown, path: readonly string[] = []): readonly string[] {
  const entries = typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? Object.entries(tree) : []
  return entries.length === 0 ? [path.join('.')] : entries.flatMap(([key, value]) => leaves(value, [...path, key]))
}

describeWithTools(['helm'], 'the chart', () => {
  test('passes helm lint --strict', async () => {
    await run('helm', ['lint', '--strict', 'deploy/chart'])
  })

  describe.each(Object.keys(scenarios))('with %s', (name) => {
    test('holds together', async () => {
      const manifests = await render(valuesOf(name))
      const { spec } = workloadOf(manifests)
      const { volumes } = spec.template.spec
      const container = containerOf(manifests)

      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels)
      expect(serviceOf(manifests)).toMatchObject({
        spec: {
          type: 'ClusterIP',
          selector: spec.selector.matchLabels,
          ports: container.ports.map(({ name }) => ({ name, targetPort: name })),
        },
      })
      for (const selecting of manifests.filter(({ kind }) => kind in selectorOf))
        expect(selectorOf[selecting.kind]?.(selecting)).toEqual(spec.selector.matchLabels)

      const claims = z.array(z.looseObject({ metadata: z.object({ name: z.string() }) })).optional()
      const claimed = (claims.parse(spec['volumeClaimTemplates']) ?? []).map(({ metadata }) => metadata.name)
      const provided = [...volumes.map((volume) => volume.name), ...claimed]
      expect(container.volumeMounts.map((mount) => mount.name).sort()).toEqual(provided.sort())

      const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      expect(new Set(names).size).toBe(names.length)
    })

    test('asks the probes of a port that is there, and no probe asks Cloudflare', async () => {
      const container = containerOf(await render(valuesOf(name)))
      const ports = container.ports.map((port) => port.name)
      for (const [probe, path] of Object.entries({ startup: 'healthz', liveness: 'healthz', readiness: 'readyz' })) {
        const port = ports.includes('probes') ? 'probes' : 'metrics'
        expect(container[`${probe}Probe`]).toMatchObject({ httpGet: { path: `/${path}`, port } })
      }
    })

    test('asks for no right in the cluster', async () => {
      const manifests = await render(valuesOf(name))
      expect(manifests.filter(({ apiVersion }) => apiVersion.startsWith('rbac'))).toEqual([])
      expect(workloadOf(manifests).spec.template.spec.automountServiceAccountToken).toBe(false)
      for (const account of manifests.filter(({ kind }) => kind === 'ServiceAccount'))
        expect(account['automountServiceAccountToken']).toBe(false)
    })

    test('has no secret in the environment or in the ConfigMap', async () => {
      const manifests = await render(valuesOf(name))
      const container = containerOf(manifests)
      expect(container['envFrom']).toBeUndefined()
      for (const { name: variable, value, valueFrom } of container.env) {
        expect(variable).not.toMatch(/^CLOUDFLARE_API_(TOKEN|KEY)$/)
        expect(value ?? valueFrom).toSatisfy((it) => typeof it === 'string' || Object.keys(it).join() === 'fieldRef')
      }
      const others = manifests.filter(({ kind }) => kind !== 'Secret')
      expect(JSON.stringify(others)).not.toContain('made-up')
    })
  })

  test('pins a digest', async () => {
    expect(containerOf(await render(valuesOf('every knob of a pod'))).image).toBe(
      `registry.example.com/exporter@sha256:${'a'.repeat(64)}`,
    )
  })

  test('never lets a common label change a selector', async () => {
    const { spec } = workloadOf(await render(valuesOf('every knob of a pod')))
    expect(spec.template.metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'cloudflare-cert-exporter',
      'example.com/owner': 'sre',
    })
  })

  test('replaces its pod where a volume can be mounted once, and else rolls', async () => {
    const strategy = async (name: string) => workloadOf(await render(valuesOf(name))).spec['strategy']
    expect(await strategy('state on a volume')).toEqual({ type: 'Recreate' })
    expect(await strategy('state on an emptyDir')).toMatchObject({ type: 'RollingUpdate' })
  })

  test('tells every shard which one it is', async () => {
    const manifests = await render(valuesOf('three shards'))
    const { kind, spec } = workloadOf(manifests)
    expect([kind, spec.replicas]).toEqual(['StatefulSet', 3])
    expect(containerOf(manifests).env).toEqual(
      expect.arrayContaining([
        { name: 'SHARD_INDEX', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        { name: 'SHARD_TOTAL', value: '3' },
      ]),
    )
    expect(manifests.find(({ metadata }) => metadata.name === spec['serviceName'])).toMatchObject({
      kind: 'Service',
      spec: { clusterIP: 'None', selector: spec.selector.matchLabels },
    })
    // None waits for another one to be well.
    expect(spec['podManagementPolicy']).toBe('Parallel')
  })

  test('gives every pod of a StatefulSet a shard of its own, as the program understands it', async () => {
    const manifests = await render(valuesOf('three shards'))
    const { metadata, spec } = workloadOf(manifests)
    const environment = Object.fromEntries(containerOf(manifests).env.map(({ name, value = '' }) => [name, value]))
    const { data } = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(only(manifests, 'ConfigMap'))
    const shards = Array.from({ length: spec.replicas }, (_, index) => {
      const env = { ...environment, SHARD_INDEX: `${metadata.name}-${index}` }
      const result = parseConfig(data['config.yaml'] ?? '', { path: 'config.yaml', env })
      return result.ok ? result.config.shard : result.problems
    })
    expect(shards).toEqual([0, 1, 2].map((index) => ({ index, total: 3 })))
  })

  test('gives every shard a volume of its own, which survives the pod where it is to', async () => {
    const lasting = await render(valuesOf('three shards, each with a volume'))
    expect(workloadOf(lasting).spec['volumeClaimTemplates']).toEqual([
      { metadata: { name: 'state' }, spec: expect.objectContaining({ accessModes: ['ReadWriteOnce'] }) },
    ])
    expect(lasting.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toEqual([])
    const { spec } = workloadOf(await render(valuesOf('three shards')))
    expect(spec['volumeClaimTemplates']).toBeUndefined()
    expect(spec.template.spec.volumes).toContainEqual({ name: 'state', emptyDir: { sizeLimit: '64Mi' } })
  })

  test.each(['podMonitor', 'serviceMonitor'])('lets a %s scrape every shard', async (monitor) => {
    const manifests = await render({ ...valuesOf('three shards'), [monitor]: { enabled: true } })
    const { selector, template } = workloadOf(manifests).spec
    const monitored = monitor === 'podMonitor' ? template.metadata.labels : serviceOf(manifests).metadata.labels
    const kind = monitor.replace(/^./, (letter) => letter.toUpperCase())
    const selected = z.record(z.string(), z.string()).parse(selectorOf[kind]?.(only(manifests, kind)))
    expect(monitored).toMatchObject(selected)
    expect(serviceOf(manifests)).toMatchObject({ spec: { selector: selector.matchLabels } })
    // Or every pod would be scraped twice.
    const others = manifests.filter((each) => each.kind === 'Service' && each !== serviceOf(manifests))
    expect(others.map(({ metadata }) => metadata.labels)).toEqual([expect.not.objectContaining(selected)])
  })

  test('keeps state where there is a volume for it, and none without', async () => {
    for (const name of Object.keys(scenarios)) {
      const container = containerOf(await render(valuesOf(name)))
      const path = container.env.find((variable) => variable.name === 'CLOUDFLARE_CERT_EXPORTER_STATE')?.value
      const mounted = container.volumeMounts.some((mount) => path === `${mount.mountPath}/state.json`)
      expect([name, path === '' || mounted]).toEqual([name, true])
    }
    const { env } = containerOf(await render(valuesOf('no state')))
    expect(env).toContainEqual({ name: 'CLOUDFLARE_CERT_EXPORTER_STATE', value: '' })
  })

  test('mounts the credentials as files for its group only', async () => {
    const { volumes } = workloadOf(await render(valuesOf('a list of certificates and nothing else'))).spec.template.spec
    expect(volumes).toContainEqual({
      name: 'cloudflare',
      secret: { secretName: 'cloudflare-api-token', defaultMode: 0o440 },
    })
  })

  test('restarts for what a reload cannot change, and for the rest where it is told to', async () => {
    const checksum = async (more: object) => {
      const { template } = workloadOf(await render({ ...valuesOf('state on an emptyDir'), ...more })).spec
      return template.metadata.annotations['checksum/config']
    }
    const { config } = valuesOf('another port')
    const slower = { config: { ...(valuesOf('three shards')['config'] as object), schedule: '@daily' } }
    expect(await checksum(slower)).toBe(await checksum({}))
    expect(await checksum({ config })).not.toBe(await checksum({}))
    const restart = { restartOnConfigChange: true }
    expect(await checksum({ ...slower, ...restart })).not.toBe(await checksum(restart))
  })

  test('opens the network for scrapes, DNS, Cloudflare and a proxy, and for nothing else', async () => {
    const ports = async (name: string) => {
      const { spec } = policy.parse(only(await render(valuesOf(name)), 'NetworkPolicy'))
      const all = (rules: typeof spec.egress) => rules.flatMap((rule) => rule.ports.map(({ port }) => port))
      return { types: spec.policyTypes, in: all(spec.ingress), out: [...new Set(all(spec.egress))] }
    }
    const types = ['Ingress', 'Egress']
    expect(await ports('three shards')).toEqual({ types, in: ['metrics'], out: [53, 5353, 443] })
    expect(await ports('a proxy that opens TLS')).toEqual({ types, in: ['metrics'], out: [53, 5353, 443, 3128] })
    expect(await ports('TLS and a password at the door')).toMatchObject({ in: ['metrics', 'probes'] })
  })

  test('lets those scrape who are named', async () => {
    const values = { ...valuesOf('a strict network'), testPod: { enabled: false } }
    const { spec } = policy.parse(only(await render(values), 'NetworkPolicy'))
    expect(spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ port: 'metrics', protocol: 'TCP' }],
      },
    ])
  })

  test('lets in what helm test runs, and nobody else', async () => {
    const manifests = await render(valuesOf('a strict network'))
    const { spec } = policy.parse(only(manifests, 'NetworkPolicy'))
    const { labels } = only(manifests, 'Pod').metadata
    const [, { from } = { from: [] }, ...more] = spec.ingress
    expect(more).toEqual([])
    const [{ podSelector } = { podSelector: { matchLabels: {} } }, ...others] = z
      .array(z.strictObject({ podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }) }))
      .parse(from)
    expect(others).toEqual([])
    expect(Object.keys(podSelector.matchLabels)).toHaveLength(2)
    expect(labels).toMatchObject(podSelector.matchLabels)
  })

  test('never sends a scrape to the pods of hooks and tests', async () => {
    for (const name of ['a configuration that is validated first', 'TLS and a password at the door']) {
      const manifests = await render(valuesOf(name))
      const { matchLabels } = workloadOf(manifests).spec.selector
      for (const { metadata, labels } of manifests
        .filter(isHook)
        .map((each) => ({ ...each, labels: podLabelsOf(each) })))
        expect([metadata.name, labels]).not.toEqual([metadata.name, expect.objectContaining(matchLabels)])
    }
  })

  test('honours the labels of certificates, and scrapes TLS where it is served', async () => {
    expect(only(await render(valuesOf('TLS and a password at the door')), 'PodMonitor')).toMatchObject({
      spec: { podMetricsEndpoints: [{ port: 'metrics', honorLabels: true, scheme: 'https' }] },
    })
    expect(only(await render(valuesOf('TLS at the door from an agent')), 'PodMonitor')).toMatchObject({
      spec: { podMetricsEndpoints: [{ scheme: 'https' }] },
    })
    const plain = { config: valuesOf('TLS at the door from an agent')['config'], web: { tls: false } }
    expect(only(await render({ ...plain, podMonitor: { enabled: true } }), 'PodMonitor')).toMatchObject({
      spec: { podMetricsEndpoints: [{ scheme: 'http' }] },
    })
    expect(only(await render(valuesOf('passwords at the door, without TLS')), 'ServiceMonitor')).toMatchObject({
      spec: { endpoints: [{ scheme: 'http' }] },
    })
    expect(only(await render(valuesOf('a ServiceMonitor')), 'ServiceMonitor')).toMatchObject({
      spec: { endpoints: [{ honorLabels: true, scheme: 'https', tlsConfig: { insecureSkipVerify: true } }] },
    })
    expect(only(await render(valuesOf('a PodMonitor, the alerts')), 'PodMonitor')).toMatchObject({
      metadata: { labels: { release: 'prometheus' } },
      spec: { podMetricsEndpoints: [{ honorLabels: true, scheme: 'http', interval: '1m' }] },
    })
  })

  test.each<readonly [string, string, string]>([
    [
      'a monitor that cannot check the certificate',
      'TLS and a password at the door',
      'podMonitor.tlsConfig: {serverName:',
    ],
    ['an image that no node can pull', 'two replicas and a budget', 'is in no registry of yours'],
    ['how to make the Secret', 'state on an emptyDir', 'create secret generic cloudflare-api-token'],
  ])('says what is still missing: %s', async (_, name, words) => {
    expect((await withNotes(valuesOf(name))).text).toContain(words)
    const whole = { ...valuesOf('a monitor that knows the certificate at the door'), token: 'made-up' }
    const { text } = await withNotes({ ...whole, image: { repository: 'registry.example.com/exporter' } })
    expect(text).not.toContain(words)
  })

  test.each(Object.keys(scenarios))('says in the end how to see that it works: %s', async (name) => {
    const { manifests, text } = await withNotes(valuesOf(name))
    const { kind, metadata } = workloadOf(manifests)
    expect(text).toContain(`exec ${kind.toLowerCase()}/${metadata.name} -- cloudflare-cert-exporter check`)
    expect(text.includes('Nobody is paged yet')).toBe(!manifests.some((each) => each.kind === 'PrometheusRule'))
    expect(text).not.toContain('made-up')
  })
})

/** What the chart makes, and what Helm prints after an installation. */
async function withNotes(values: Values): Promise<{ readonly manifests: readonly Manifest[]; readonly text: string }> {
  const notes = '{{ include (print .Template.BasePath "/NOTES.txt") . | toJson }}'
  const shown = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata: {notes: ${notes}}`
  const manifests = await render({ ...values, extraObjects: [shown] })
  return { manifests, text: JSON.stringify(manifests.find(({ metadata }) => metadata.name === 'notes')) }
}

/** Of a pod, or of the pods that a Job makes. */
function podLabelsOf(manifest: Manifest): unknown {
  const job = z.looseObject({
    spec: z.looseObject({ template: z.looseObject({ metadata: z.looseObject({ labels: z.unknown() }) }) }),
  })
  const made = job.safeParse(manifest)
  return made.success
    ? made.data.spec.template.metadata.labels
    : manifest.kind === 'Pod'
      ? manifest.metadata.labels
      : {}
}

const rule = z.looseObject({
  from: z.unknown().optional(),
  ports: z.array(z.looseObject({ port: z.union([z.string(), z.number()]) })),
})
const policy = z.looseObject({
  spec: z.looseObject({ policyTypes: z.array(z.string()), ingress: z.array(rule), egress: z.array(rule) }),
})

const withSelector = z.looseObject({ spec: z.looseObject({ selector: z.object({ matchLabels: z.unknown() }) }) })
const withPodSelector = z.looseObject({ spec: z.looseObject({ podSelector: z.object({ matchLabels: z.unknown() }) }) })
const selectorOf: Readonly<Record<string, (manifest: Manifest) => unknown>> = {
  PodDisruptionBudget: (manifest) => withSelector.parse(manifest).spec.selector.matchLabels,
  PodMonitor: (manifest) => withSelector.parse(manifest).spec.selector.matchLabels,
  ServiceMonitor: (manifest) => withSelector.parse(manifest).spec.selector.matchLabels,
  NetworkPolicy: (manifest) => withPodSelector.parse(manifest).spec.podSelector.matchLabels,
}
