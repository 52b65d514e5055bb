import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { nodeFlags } from '../bench/shipped/as-shipped.ts'
import { bundleOfThisRun } from '../run/bundle.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startProgram } from '../support/program.ts'

const run = promisify(execFile)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

describe('the bundled program, alone in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-bundle-'))
  const bundle = join(folder, 'cloudflare-cert-exporter.mjs')

  beforeAll(async () => {
    const env = { ...process.env, VERSION: '7.8.9', REVISION: 'c0ffee' }
    await run('node_modules/.bin/rolldown', ['-c', '--file', bundle], { env })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is less than 5 MB', () => {
    expect(statSync(bundle).size).toBeLessThan(5_000_000)
  })

  test('needs no node_modules, and says what it was built from', async () => {
    const fleet = await sharedDemoFleet()
    const simulator = await startSimulator({ fleet, clock: () => new Date() })
    const configuration = await writeConfiguration(simulator, fleet.certificates.slice(0, 2))
    const program = startProgram(process.execPath, [bundle, 'run', '--config', configuration.path], { cwd: folder })
    try {
      const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      expect(await (await fetch(`${url}/runbooks/CloudflareCertExpired`)).text()).toContain('<h2 id="mitigation">')
      const metrics = await (await fetch(`${url}/metrics`)).text()
      await program.saw(/"event":"cycle_done","scope":"all","checked":2,"failed":0/)
      expect(metrics).toContain('cloudflare_cert_exporter_build_info{version="7.8.9",revision="c0ffee",')
    } finally {
      program.kill('SIGTERM')
      expect(await program.exit).toBe(0)
      await configuration.remove()
      await simulator.close()
    }
  })

  test('has every command', async () => {
    const { stdout } = await run(process.execPath, [bundle, 'schema'], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync('config/config.schema.json', 'utf8')))
    expect((await run(process.execPath, [bundle, '--version'], { cwd: folder })).stdout).toBe('7.8.9\n')
  })

  test('is the same again, byte for byte, but for what it was built from', async () => {
    const tellsTheVersion = /^\t?(?:var version\$\d+|version\$\d+|revision) = |^\/\/ package\.json$/
    const rest = (path: string) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => !tellsTheVersion.test(line))
    const [built, again] = [rest(bundle), rest(await bundleOfThisRun())]
    expect(built.length).toBeGreaterThan(10_000)
    expect(built.join('\n') === again.join('\n')).toBe(true)
  })
})

describe('the program in chunks, as the image has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-chunks-'))
  const program = join(folder, 'cloudflare-cert-exporter.mjs')
  const cache = join(folder, 'compile-cache')
  afterAll(() => rmSync(folder, { recursive: true }))

  test('starts from a compile cache, and adds nothing to it', async () => {
    await run('node_modules/.bin/rolldown', ['-c', 'bundle/image.config.ts', '--dir', folder])
    // It starts the program twice: the first start fills the cache, and the second one has to take every file from it.
    const { stdout } = await run(process.execPath, [...nodeFlags, 'bundle/compile-cache.ts', program, cache])
    const [, used] = /^(\d+) files of the program start from the compile cache$/m.exec(stdout) ?? []
    const kept = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(kept.length).toBeGreaterThanOrEqual(Number(used))
    expect(kept.every(({ parentPath, name }) => (statSync(join(parentPath, name)).mode & 0o777) === 0o444)).toBe(true)
  })
})

describe('the Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')

  test('makes the compile cache with the flags and the user of the entrypoint', () => {
    const argv = (instruction: string): string[] => {
      const [, list = '[]'] = new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(dockerfile) ?? []
      return JSON.parse(list)
    }
    const entrypoint = argv('ENTRYPOINT')
    const program = entrypoint.at(-1)
    expect(argv('RUN')).toEqual([...entrypoint.slice(0, -1), '/make/compile-cache.ts', program, '/app/compile-cache'])
    expect([...dockerfile.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(['65532:65532', '65532:65532'])
    expect(dockerfile).toContain('NODE_COMPILE_CACHE=/app/compile-cache ')
  })

  // V8 refuses a cache that was made under other flags, and Node.js has one of its own modules inside.
  test('has no flag that makes Node.js compile its own modules at each start', async () => {
    const tagUnder = async (flags: readonly string[]) =>
      (await run(process.execPath, [...flags, '--print', 'v8.cachedDataVersionTag()'])).stdout
    expect(await tagUnder(nodeFlags)).toBe(await tagUnder([]))
  })

  test('runs as a user that Kubernetes can tell from root by its number', () => {
    expect(dockerfile).toMatch(/^USER 65532:65532$/m)
  })

  test("labels the image with the package's version", () => {
    const versions = [...dockerfile.matchAll(/^ARG VERSION=(.*)$/gm)].map(([, each]) => each)
    expect(versions).toEqual([version, version])
  })

  test('keeps the state in the folder that belongs to its user', () => {
    const [, state = ''] = /CLOUDFLARE_CERT_EXPORTER_STATE=(\S+)/.exec(dockerfile) ?? []
    expect(dockerfile).toContain(`chown 65532:65532 /image${dirname(state)} `)
    expect(dockerfile).toMatch(new RegExp(`mkdir -p .*/image${dirname(state)} `))
  })

  test('gets all that it copies, and nothing that is not named', () => {
    const [first, ...allowed] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(first).toBe('*')
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = '']) => names.split(' '))
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual(copied.sort())
  })
})
