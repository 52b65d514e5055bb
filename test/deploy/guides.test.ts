import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { formatProblem, parseConfig } from '../../src/config/load.ts'
import { describeWithTools } from '../support/tools.ts'
import { manifestsIn, minimal, only, render, workloadOf } from './chart.ts'

// What a guide tells people to put into a file is tried with the program that reads the file. Its first line names it.

const run = promisify(execFile)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const guides = ['README.md', 'deploy/chart/README.md', ...globSync('docs/{*,reference/*}.md')]
const folder = mkdtempSync(join(tmpdir(), 'exporter-guides-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Block {
  readonly guide: string
  readonly file: string
  readonly text: string
}

const blocks: readonly Block[] = guides.flatMap((guide) =>
  [...readFileSync(guide, 'utf8').matchAll(/^ *```yaml\n( *)# (\S+)\n([\s\S]*?)^ *```/gm)].map(
    ([, indentation = '', file = '', text = '']) => ({
      guide,
      file,
      text: text.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    }),
  ),
)

function blocksOf(...files: readonly string[]): readonly (readonly [string, Block])[] {
  const found = blocks.filter(({ file }) => files.includes(file))
  expect(found.length, files.join()).toBeGreaterThan(0)
  return found.map((block, index) => [`${block.guide}, ${block.file} ${index + 1}`, block])
}

describe('a configuration in a guide is one that the program takes', () => {
  test.each(blocksOf('config.yaml', 'config/config.yaml'))('%s', (_, { text, file }) => {
    const result = parseConfig(text, { path: file, env: { CLOUDFLARE_API_TOKEN: 'made-up' } })
    expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([])
  })
})

describeWithTools(['helm'], 'values in a guide are some that the chart takes', () => {
  test.each(blocksOf('values.yaml'))('%s', async (_, { text }) => {
    const values = parse(text)
    const manifests = await render({ ...minimal, ...values })
    expect(workloadOf(manifests).kind).toBe(values.sharding ? 'StatefulSet' : 'Deployment')
  })

  test("README's command installs the image that it built", async () => {
    const [, flags = ''] =
      /^helm install cloudflare-cert-exporter (deploy\/chart .*)$/m.exec(readFileSync('README.md', 'utf8')) ?? []
    const { stdout } = await run('sh', ['-c', `helm template cloudflare-cert-exporter --kube-version 1.37 ${flags}`])
    const built = workloadOf(manifestsIn(stdout)).spec.template.spec.containers[0]?.image
    expect(readFileSync('README.md', 'utf8')).toContain(`docker build --tag ${built} .`)
  })
})

describeWithTools(['kustomize'], 'an overlay in a guide builds', () => {
  test.each(blocksOf('kustomization.yaml'))('%s', async (_, { guide, text }) => {
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      text.replaceAll('deploy/kubernetes', relative(folder, resolve('deploy/kubernetes'))),
    )
    const [, config] = blocksOf('config.yaml').find(([, block]) => block.guide === guide) ?? []
    writeFileSync(join(folder, 'config.yaml'), config?.text ?? '')
    const built = manifestsIn((await run('kustomize', ['build', folder])).stdout)
    expect(only(built, 'PrometheusRule').metadata.labels).toHaveProperty('release')
    expect(only(built, 'ConfigMap')).toMatchObject({ data: { 'config.yaml': config?.text } })
    expect(workloadOf(built).spec.template.spec.containers[0]?.image).toContain(version)
  })
})

describeWithTools(['promtool'], 'a configuration of Prometheus in a guide is one that it takes', () => {
  test.each(blocksOf('prometheus.yml'))('%s', async (_, { text }) => {
    const path = join(folder, 'prometheus.yml')
    const rules = text.replace(/\[(deploy\/prometheus\/)?rules\.yaml\]/, `[${resolve('deploy/prometheus/rules.yaml')}]`)
    // Debian builds Prometheus without its discovery in Kubernetes.
    writeFileSync(path, rules.replace(/kubernetes_sd_configs: .*/, 'static_configs: []'))
    await run('promtool', ['check', 'config', path])
  })
})

describeWithTools(['amtool'], 'a configuration of Alertmanager in a guide is one that it takes', () => {
  test.each(blocksOf('alertmanager.yml'))('%s', async (_, { text }) => {
    const path = join(folder, 'alertmanager.yml')
    writeFileSync(path, text)
    await run('amtool', ['check-config', path])
  })
})

test('guides name the version that there is', () => {
  for (const guide of guides)
    for (const [found, tag] of readFileSync(guide, 'utf8').matchAll(/cloudflare-cert-exporter:(\d[^\s`]*)/g))
      expect(tag, `${guide}: ${found}`).toBe(version)
})

test('the systemd unit starts the program as the image does', () => {
  const unit = readFileSync('deploy/systemd/cloudflare-cert-exporter.service', 'utf8')
  const [, flags] = /^ExecStart=\/usr\/bin\/node (--\S+)/m.exec(unit) ?? []
  expect(readFileSync('Dockerfile', 'utf8')).toContain(`"/nodejs/bin/node", "${flags}"`)
})

test("README's section on Kubernetes is three commands", () => {
  const [, section = ''] = /^## Kubernetes\n([\s\S]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? []
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? []
  expect(commands.trim().split('\n')).toHaveLength(3)
})
