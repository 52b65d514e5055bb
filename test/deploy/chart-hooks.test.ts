import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { useExporter } from '../support/exporter.ts'
import { patient } from '../support/machine.ts'
import { startExporter, startProgram } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { minimal, only, render, serviceOf, type Values } from './chart.ts'
import { valuesOf } from './chart-scenarios.ts'
import { isHook } from './immutable-fields.ts'

// Nothing here runs a pod: what it would run is run as a process.

const variable = z.looseObject({ name: z.string(), value: z.string().default('') })
const pod = z.looseObject({
  containers: z.tuple([
    z.looseObject({
      image: z.string(),
      command: z.array(z.string()).default([]),
      args: z.array(z.string()).default([]),
      env: z.array(variable).default([]),
      volumeMounts: z.array(z.looseObject({ mountPath: z.string() })).default([]),
    }),
  ]),
  volumes: z.array(z.unknown()).default([]),
})
const testPod = z.looseObject({ spec: pod })
const job = z.looseObject({ spec: z.looseObject({ template: z.looseObject({ spec: pod }) }) })

describeWithTools(['helm'], 'helm test', () => {
  const exporter = useExporter()

  async function command(values: Values): Promise<readonly string[]> {
    return testPod.parse(only(await render(values), 'Pod')).spec.containers[0].command
  }

  /** Runs what the pod would run, against this address, for so many seconds. */
  async function ask(url: string, seconds: string): Promise<{ readonly code: unknown; readonly said: string }> {
    const [node, flag, script = ''] = await command(minimal)
    expect([node, flag]).toEqual(['/nodejs/bin/node', '-e'])
    const { hostname, port } = new URL(url)
    const program = startProgram(process.execPath, ['-e', script, hostname, port, seconds])
    const code = await program.exit
    return { code, said: program.stdout }
  }

  test('is content with a daemon that is ready', async () => {
    const { url } = exporter()
    const { code, said } = await ask(url, String(Math.ceil(patient(60_000) / 1000)))
    expect(code).toBe(0)
    // It asks again while the daemon is not ready yet.
    expect(said.trimEnd().split('\n').at(-1)).toBe(`${url}/readyz: 200`)
  })

  test('fails where nobody answers, or who answers is not ready', async () => {
    const server = createServer((_, response) => {
      response.writeHead(503).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await ask(url, '0')).toEqual({ code: 1, said: `${url}/readyz: 503\n` })
    await new Promise((resolve) => server.close(resolve))
    expect(await ask(url, '0')).toMatchObject({ code: 1, said: expect.stringContaining('ECONNREFUSED') })
  })

  test.each([
    'a list of certificates and nothing else',
    'every knob of a pod',
    'TLS and a password at the door',
    'three shards',
  ])('asks for a port that the Service has, in plain HTTP: %s', async (name) => {
    const [, , , host, port] = await command(valuesOf(name))
    const manifests = await render(valuesOf(name))
    const service = serviceOf(manifests)
    expect(host).toBe(`${service.metadata.name}.monitoring.svc`)
    const { ports } = z
      .looseObject({ spec: z.looseObject({ ports: z.array(z.looseObject({ name: z.string(), port: z.number() })) }) })
      .parse(service).spec
    const asked = ports.find((each) => `${each.port}` === port)?.name
    expect(asked).toBe(name.startsWith('TLS') ? 'probes' : 'metrics')
  })
})

describeWithTools(['helm'], 'the hook that validates', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'exporter-hook-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Runs `validate` as the Job would, on the configuration that it would be handed. */
  async function validate(values: Values): Promise<{ readonly code: unknown; readonly said: string }> {
    const manifests = await render({ ...values, validateHook: { enabled: true } })
    const hooks = manifests.filter(isHook)
    const { args, env } = job.parse(only(hooks, 'Job')).spec.template.spec.containers[0]
    const { data } = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(only(hooks, 'ConfigMap'))
    const path = join(folder, 'config.yaml')
    writeFileSync(path, data['config.yaml'] ?? '')
    const environment = Object.fromEntries(env.map(({ name, value }) => [name, value]))
    const here = args.map((arg) => arg.replace('/etc/cloudflare-cert-exporter/config.yaml', path))
    const program = startExporter(here, environment)
    const code = await program.exit
    return { code, said: program.stdout + program.stderr }
  }

  const config = minimal['config'] as object

  test('has the volumes that the daemon has for its CA files', async () => {
    const extraVolumes = [{ name: 'origin-ca', configMap: { name: 'origin-ca' } }]
    const extraVolumeMounts = [{ name: 'origin-ca', mountPath: '/etc/origin-ca', readOnly: true }]
    const manifests = await render({ ...minimal, extraVolumes, extraVolumeMounts, validateHook: { enabled: true } })
    const { spec } = job.parse(only(manifests.filter(isHook), 'Job')).spec.template
    expect(spec.containers[0].volumeMounts).toContainEqual(extraVolumeMounts[0])
    expect(spec.volumes).toContainEqual(extraVolumes[0])
  })

  describe('lets through', () => {
    test.each(['a list of certificates and nothing else', 'three shards', 'no state', 'an e-mail address and a key'])(
      '%s, without a token',
      async (name) => {
        expect(await validate(valuesOf(name))).toMatchObject({ code: 0, said: expect.stringContaining(': valid') })
      },
    )
  })

  describe('refuses what no schema can', () => {
    test.each<readonly [string, object, string]>([
      ['a time zone that there is not', { timezone: 'Mars/Base' }, 'Mars/Base'],
      ['thresholds the wrong way round', { thresholds: { warning: '7d', critical: '14d' } }, 'thresholds'],
      ['a day that never comes', { schedule: '0 0 31 2 *' }, 'impossible day of month'],
    ])('%s', async (_, more, words) => {
      const { code, said } = await validate({ config: { ...config, ...more } })
      expect(code).not.toBe(0)
      expect(said).toContain(words)
    })
  })

  test('has no credentials, no account of its own, and goes before anything else is changed', async () => {
    const hooks = (await render(valuesOf('a configuration that is validated first'))).filter(
      (each) => each.metadata.annotations['helm.sh/hook'] === 'pre-install,pre-upgrade',
    )
    expect(hooks.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Job'])
    const { spec } = job.parse(only(hooks, 'Job')).spec.template
    expect(spec).toMatchObject({ automountServiceAccountToken: false })
    expect(spec['serviceAccountName']).toBeUndefined()
    expect(spec.containers[0].volumeMounts.map(({ mountPath }) => mountPath)).not.toContain(
      '/var/run/secrets/cloudflare',
    )
    for (const { metadata } of hooks)
      expect(metadata.annotations['helm.sh/hook-delete-policy']).toContain('before-hook-creation')
  })
})
