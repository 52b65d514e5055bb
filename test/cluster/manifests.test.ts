import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderText, type Values } from '../deploy/chart.ts'
import { privileged, scenarios, valuesOf } from '../deploy/chart-scenarios.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { createNamespace } from './namespace.ts'
import { describeWithCluster } from './programs.ts'

const strict = ['--server-side', '--validate=strict', '--dry-run=server']

describeWithCluster('a real API server takes', (programs, helms) => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster(programs)
    for (const name of ['monitoring', 'elsewhere']) await createNamespace(cluster.api, name)
    await createNamespace(cluster.api, 'open', 'privileged')
    await cluster.api.create('/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'high' }, value: 1 })
    await cluster.api.create('/apis/node.k8s.io/v1/runtimeclasses', { metadata: { name: 'gvisor' }, handler: 'runsc' })
  })
  afterAll(() => cluster?.stop())

  test.each(Object.keys(scenarios))('every field, without a warning: %s', async (name) => {
    const values: Values = { ...valuesOf(name), ...(privileged.includes(name) && { namespaceOverride: 'open' }) }
    const { code, stderr } = await cluster.run(
      'kubectl',
      ['apply', ...strict, '--filename', '-'],
      await renderText(values),
    )
    expect([code, stderr]).toEqual([0, ''])
  })

  test('and refuses a field that there is not, also in an object of Prometheus Operator', async () => {
    const text = await renderText(valuesOf('a PodMonitor, the alerts'))
    const wrong = text.replace('honorLabels:', 'honourLabels:')
    const { code, stderr } = await cluster.run('kubectl', ['apply', ...strict, '--filename', '-'], wrong)
    expect(code).not.toBe(0)
    expect(stderr).toContain('honourLabels')
  })

  test('the plain manifests, and the second time there is nothing to do', async () => {
    const apply = ['apply', '--validate=strict', '--namespace', 'monitoring', '--kustomize', 'deploy/kubernetes']
    expect(await cluster.run('kubectl', apply)).toMatchObject({ code: 0, stderr: '' })
    const { stdout } = await cluster.run('kubectl', apply)
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => !line.endsWith(' unchanged')),
    ).toEqual([])
  })

  test.each(helms)('what docs/install-helm.md has people type, word for word, with %s', async (helm) => {
    const guide = readFileSync('docs/install-helm.md', 'utf8')
    const folder = await mkdtemp(join(tmpdir(), 'exporter-guide-'))
    const namespace = `guide-${helm}`
    try {
      const [, values = ''] = /```yaml\n *# values\.yaml\n([\s\S]*?) *```/.exec(guide) ?? []
      await writeFile(join(folder, 'values.yaml'), values.replaceAll(/^ {3}/gm, ''))
      await writeFile(join(folder, 'FILE-WITH-THE-TOKEN'), 'made-up')
      const steps = guide.slice(0, guide.indexOf('All values:'))
      const commands = [...steps.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, text = '']) => text.split('\n'))
      const typed = commands.map((line) => line.trim()).filter((line) => /^(kubectl|helm) (?!.* exec )/.test(line))
      expect(typed.map((line) => line.split(' ')[0])).toEqual(['kubectl', 'kubectl', 'helm'])
      for (const line of typed) {
        const here = line
          .replaceAll('deploy/chart', join(process.cwd(), 'deploy/chart'))
          .replaceAll(/\bcertificates\b/g, namespace)
          .replace(/^helm\b/, helm)
        expect(await cluster.run('sh', ['-c', `cd ${folder} && ${here}`])).toMatchObject({ code: 0, stderr: '' })
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
