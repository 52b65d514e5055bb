import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { patient } from '../support/machine.ts'
import { freePort } from '../support/port.ts'
import { type Program, startExporter, startProgram } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'

// Nothing here has Docker. The files that the stack mounts are run with the programs that read them, on loopback.

const folder = 'deploy/compose'
const schema = '.ci/tools/compose-spec.json'
const composeFile = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string().optional(),
      build: z.string().optional(),
      command: z.array(z.string()).default([]),
      ports: z.array(z.string()),
      volumes: z.array(z.string()).default([]),
    }),
  ),
})
const { services } = composeFile.parse(parse(readFileSync(`${folder}/compose.yaml`, 'utf8')))

describe('the stack to look at', () => {
  test('builds our own image, and names the others by an exact version', () => {
    const ours = Object.entries(services).filter(([, { build }]) => build !== undefined)
    expect(ours.map(([name, { build = '' }]) => [name, resolve(folder, build)])).toEqual([['exporter', resolve('.')]])
    for (const { image } of Object.values(services))
      if (image !== undefined) expect(image).toMatch(/^[a-z]+\/[a-z]+:v?\d+\.\d+\.\d+$/)
  })

  test('opens ports on loopback only', () => {
    for (const { ports } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/)
  })

  test('mounts files that are there, and only to be read', () => {
    for (const mount of Object.values(services).flatMap(({ volumes }) => volumes)) {
      const [from = '', , mode] = mount.split(':')
      if (from.startsWith('.')) expect([mount, existsSync(join(folder, from)), mode]).toEqual([mount, true, 'ro'])
    }
  })

  test("points Grafana's data source to Prometheus, and its dashboards to ours", () => {
    const { datasources } = parse(readFileSync(`${folder}/grafana/datasources/prometheus.yaml`, 'utf8'))
    expect(datasources).toMatchObject([{ type: 'prometheus', url: 'http://prometheus:9090' }])
    const { providers } = parse(readFileSync(`${folder}/grafana/dashboards/provider.yaml`, 'utf8'))
    const mounted = services['grafana']?.volumes.find((mount) => mount.includes('dashboard.json')) ?? ''
    expect(mounted.split(':')[1]).toBe(`${providers[0].options.path}/dashboard.json`)
  })

  const missing = existsSync(schema) ? '' : ` (skipped: no ${schema})`
  test.skipIf(missing)(`is of the form that the Compose Specification has${missing}`, () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(schema, 'utf8')),
    )
    const stack = parse(readFileSync(`${folder}/compose.yaml`, 'utf8'))
    expect([validate(stack), validate.errors]).toEqual([true, null])
    expect(validate({ ...stack, services: { exporter: { imgae: 'x' } } })).toBe(false)
  })
})

describeWithTools(
  ['prometheus', 'prometheus-alertmanager'],
  'what the stack mounts, in the programs that read it',
  () => {
    const place = mkdtempSync(join(tmpdir(), 'exporter-compose-'))
    const programs: Program[] = []
    afterAll(async () => {
      for (const program of programs) program.kill('SIGTERM')
      await Promise.all(programs.map(({ exit }) => exit))
      rmSync(place, { recursive: true })
    })

    let prometheus = ''
    beforeAll(async () => {
      const [page, notify, query] = [await freePort(), await freePort(), await freePort()]
      const demo = startExporter(
        (services['exporter']?.command ?? []).map((arg) => arg.replace(/^:9977$/, `127.0.0.1:${page}`)),
      )
      const alertmanager = startProgram('prometheus-alertmanager', [
        `--config.file=${folder}/alertmanager.yaml`,
        `--storage.path=${join(place, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${notify}`,
        '--cluster.listen-address=',
      ])
      programs.push(demo, alertmanager)
      // As mounted, but for where everything is.
      const configuration = readFileSync(`${folder}/prometheus.yaml`, 'utf8')
        .replace('exporter:9977', `127.0.0.1:${page}`)
        .replace('alertmanager:9093', `127.0.0.1:${notify}`)
        .replace('rules.yaml', resolve('deploy/prometheus/rules.yaml'))
        .replaceAll('15s', `${Math.ceil(patient(1_000))}ms`)
      writeFileSync(join(place, 'prometheus.yaml'), configuration)
      const server = startProgram('prometheus', [
        `--config.file=${join(place, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(place, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${query}`,
      ])
      programs.push(server)
      await Promise.all([
        server.saw(/Server is ready/),
        alertmanager.saw(/Listening/),
        demo.saw(/localhost|127\.0\.0\.1/),
      ])
      prometheus = `http://127.0.0.1:${query}`
    })

    async function data(path: string): Promise<unknown> {
      const answer: unknown = await (await fetch(`${prometheus}/api/v1/${path}`)).json()
      return z.looseObject({ data: z.unknown() }).parse(answer).data
    }

    test('the exporter is scraped, an alert fires, and Alertmanager is told', async () => {
      await expect.poll(() => data('targets'), { timeout: 50_000 }).toMatchObject({ activeTargets: [{ health: 'up' }] })
      await expect.poll(() => data('alertmanagers'), { timeout: 50_000 }).toMatchObject({ activeAlertmanagers: [{}] })
      await expect
        .poll(() => data('alerts'), { timeout: 50_000 })
        .toMatchObject({ alerts: expect.arrayContaining([expect.objectContaining({ state: 'firing' })]) })
    })
  },
)
