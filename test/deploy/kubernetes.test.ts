import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { manifests } from '../../deploy/render/manifests.ts'
import { describeWithPythonModule, describeWithTools } from '../support/tools.ts'
import { kubernetesVersion, type Manifest, manifestsIn, only, render, workloadOf } from './chart.ts'
import { scenarios, valuesOf } from './chart-scenarios.ts'
import { hasOperatorSchemas, kubernetesFaults, operatorFaults } from './kubernetes-schemas.ts'

const run = promisify(execFile)
const folder = 'deploy/kubernetes'

/** The oldest Kubernetes that the chart names, and the newest whose schemas there are. */
const versions = ['1.25', kubernetesVersion]

async function kustomize(path: string): Promise<readonly Manifest[]> {
  return manifestsIn((await run('kustomize', ['build', path])).stdout)
}

describeWithTools(['helm'], 'the plain manifests', () => {
  test('are what the chart renders (npm run render)', async () => {
    for (const [path, text] of await manifests('deploy/chart', join(folder, 'chart-values.yaml')))
      expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text)
  })
})

describeWithTools(['kustomize'], 'deploy/kubernetes in kustomize', () => {
  test('builds, and the pod gets the configuration that lies beside it', async () => {
    const built = await kustomize(folder)
    expect(built.map(({ kind }) => kind).sort()).toEqual([
      ...['ConfigMap', 'Deployment', 'NetworkPolicy', 'Service', 'ServiceAccount'],
    ])
    const { name } = only(built, 'ConfigMap').metadata
    expect(name).toBe('cloudflare-cert-exporter')
    expect(workloadOf(built).spec.template.spec.volumes).toContainEqual({ name: 'config', configMap: { name } })
    expect(only(built, 'ConfigMap')).toMatchObject({
      data: { 'config.yaml': readFileSync(join(folder, 'config.yaml'), 'utf8') },
    })
  })

  test('says nothing of Helm or of a namespace', async () => {
    expect(JSON.stringify(await kustomize(folder))).not.toMatch(/helm|"namespace":/i)
  })

  test("takes an overlay with one's own image, certificates and namespace, and the monitoring", async () => {
    const overlay = mkdtempSync(join(tmpdir(), 'exporter-overlay-'))
    try {
      const base = relative(overlay, resolve(folder))
      writeFileSync(join(overlay, 'config.yaml'), 'certificates: []\n')
      writeFileSync(
        join(overlay, 'kustomization.yaml'),
        JSON.stringify({
          namespace: 'watch',
          resources: [base],
          components: [`${base}/monitoring`],
          images: [{ name: 'cloudflare-cert-exporter', newName: 'registry.example.com/exporter', newTag: '1' }],
          configMapGenerator: [{ name: 'cloudflare-cert-exporter', behavior: 'replace', files: ['config.yaml'] }],
        }),
      )
      const { stdout } = await run('kustomize', ['build', '--load-restrictor=LoadRestrictionsNone', overlay])
      const built = manifestsIn(stdout)
      expect(built.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['PodMonitor', 'PrometheusRule']))
      expect(new Set(built.map(({ metadata }) => metadata['namespace']))).toEqual(new Set(['watch']))
      expect(workloadOf(built).spec.template.spec.containers[0]?.image).toBe('registry.example.com/exporter:1')
      expect(only(built, 'ConfigMap')).toMatchObject({ data: { 'config.yaml': 'certificates: []\n' } })
    } finally {
      rmSync(overlay, { recursive: true })
    }
  })
})

describeWithPythonModule('kubernetes_validate', "Kubernetes' own schemas, unknown fields refused", (interpreter) => {
  describeWithTools(['helm', 'kustomize'], 'accept', () => {
    describe.each(versions)('in %s', (version) => {
      test('the chart with every set of values', async () => {
        const all = await Promise.all(Object.keys(scenarios).map((name) => render(valuesOf(name))))
        expect(await kubernetesFaults(interpreter, version, all.flat().filter(isKubernetes))).toEqual([])
      })

      test('the plain manifests', async () => {
        expect(await kubernetesFaults(interpreter, version, await kustomize(folder))).toEqual([])
      })
    })

    test('and refuse a field that there is not', async () => {
      const [service] = (await kustomize(folder)).filter(({ kind }) => kind === 'Service')
      const wrong = { ...service, spec: { selektor: {} } } as Manifest
      expect(await kubernetesFaults(interpreter, kubernetesVersion, [wrong])).toHaveLength(1)
    })
  })
})

if (!hasOperatorSchemas && process.env['CI'] === 'true') throw new Error('.ci/run has not fetched the operator schemas')
const noSchemas = hasOperatorSchemas ? '' : ' (skipped: no @kubernetes-models in .ci/sdk)'

describe.skipIf(!hasOperatorSchemas)(`Prometheus Operator's schemas${noSchemas}`, () => {
  describeWithTools(['helm'], 'accept', () => {
    test.each(Object.keys(scenarios))('%s', async (name) => {
      const faults = (await render(valuesOf(name))).filter((each) => !isKubernetes(each)).map(operatorFaults)
      expect((await Promise.all(faults)).flat()).toEqual([])
    })

    test('and refuse a field that there is not, and a wrong type', async () => {
      const monitor = only(await render(valuesOf('a PodMonitor, the alerts')), 'PodMonitor')
      const wrong = (more: object) => ({ ...monitor, spec: { ...(monitor['spec'] as object), ...more } })
      expect(await operatorFaults(wrong({ selektor: {} }))).toEqual(['unknown field .spec.selektor'])
      expect(await operatorFaults(wrong({ podMetricsEndpoints: 'metrics' }))).not.toEqual([])
    })
  })
})

function isKubernetes({ apiVersion }: Manifest): boolean {
  return !apiVersion.startsWith('monitoring.coreos.com/')
}
