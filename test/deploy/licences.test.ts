import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { bundleOfThisRun } from '../run/bundle.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'exporter-licences-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})
const lock = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, each]) => ({ ...each, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }))
const shipped = packages.filter(({ dev, optional }) => !dev && !optional)

/** Licences under which what we ship may be passed on with nothing but their texts. */
const allowedInTheBundle = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']
/** What is only used to build and test may also have conditions on changed copies: none is passed on. */
const allowedToBuild = [...allowedInTheBundle, 'MIT OR Apache-2.0', 'MPL-2.0']

/** Production dependencies of which no line reaches the bundle, and why. */
const notInTheBundle: Readonly<Record<string, string>> = {
  'pino-abstract-transport': 'writes logs in a worker; the log is written in the process itself',
  split2: "only pino-abstract-transport's",
  'process-warning': "only for pino's options that are going away",
  'real-require': "only for pino's workers",
}

describe('licences of others', () => {
  test.each(packages)('$name $version may be used', ({ license, dev }) => {
    expect(dev ? allowedToBuild : allowedInTheBundle).toContain(license)
  })

  test('THIRD-PARTY-NOTICES has every package that is shipped, in its version, and no other', () => {
    const noticed = [...readFileSync('THIRD-PARTY-NOTICES', 'utf8').matchAll(/^=+\n\n(\S+ \S+) \(\S+\)\n/gm)]
    const expected = shipped.filter(({ name }) => !Object.hasOwn(notInTheBundle, name))
    expect(noticed.map(([, each]) => each).sort()).toEqual(
      expected.map(({ name, version }) => `${name} ${version}`).sort(),
    )
  })

  test('and is what the build makes (npm run notices)', async () => {
    const beside = join(dirname(await bundleOfThisRun()), 'THIRD-PARTY-NOTICES')
    expect(readFileSync(beside, 'utf8')).toBe(readFileSync('THIRD-PARTY-NOTICES', 'utf8'))
  })

  test('only node runs a script when it is installed', () => {
    expect(packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual(['node'])
  })
})

test('its own licence is the same everywhere', () => {
  const text = readFileSync('LICENSE', 'utf8')
  expect(text).toMatch(/Apache License\n +Version 2\.0, January 2004/)
  expect(text).toContain('Copyright The cloudflare-cert-exporter authors')
  expect(JSON.parse(readFileSync('package.json', 'utf8')).license).toBe('Apache-2.0')
  const chart = parse(readFileSync('deploy/chart/Chart.yaml', 'utf8'))
  expect(chart.annotations['artifacthub.io/license']).toBe('Apache-2.0')
  const dockerfile = readFileSync('Dockerfile', 'utf8')
  expect(dockerfile).toContain('org.opencontainers.image.licenses="Apache-2.0"')
  expect(dockerfile).toMatch(/cp -r LICENSE dist\/image\/THIRD-PARTY-NOTICES [^\n]*\/image\/app\//)
})

describe('the software bill of materials', () => {
  const bomSchema = z.object({
    bomFormat: z.literal('CycloneDX'),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    metadata: z.object({ timestamp: z.string(), component: z.object({ name: z.string() }) }),
    components: z.array(z.object({ name: z.string(), version: z.string() })),
  })
  const made = { first: '', elsewhere: '', later: '' }

  /** As `npm run sbom` makes it, in a folder of this name: npm itself would write the folder's name into it. */
  async function sbom(name: string, epoch: string): Promise<string> {
    const checkout = join(folder, name)
    for (const file of ['package.json', 'package-lock.json', '.npmrc', 'bundle', 'src'])
      cpSync(file, join(checkout, file), { recursive: true })
    symlinkSync(resolve('node_modules'), join(checkout, 'node_modules'))
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, SOURCE_DATE_EPOCH: epoch }
    return (await run('npm', ['run', '--silent', 'sbom'], { cwd: checkout, env, maxBuffer: 10_000_000 })).stdout
  }

  beforeAll(async () => {
    made.first = await sbom('first', '1700000000')
    made.elsewhere = await sbom('elsewhere', '1700000000')
    made.later = await sbom('later', '1700000001')
  })

  test('is the same again for the same sources, whatever the folder is called', () => {
    expect(made.elsewhere).toBe(made.first)
  })

  test('names the program and its time, and has a serial number of its own', () => {
    const [first, later] = [made.first, made.later].map((text) => bomSchema.parse(JSON.parse(text)))
    expect(first?.metadata).toEqual({
      timestamp: '2023-11-14T22:13:20.000Z',
      component: { name: 'cloudflare-cert-exporter' },
    })
    expect(later?.serialNumber).not.toBe(first?.serialNumber)
  })

  test('has every package that is shipped, and no other', () => {
    const { components } = bomSchema.parse(JSON.parse(made.first))
    expect(components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      [...new Set(shipped.map(({ name, version }) => `${name} ${version}`))].sort(),
    )
  })
})
