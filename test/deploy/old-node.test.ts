import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { rolldown } from 'rolldown'
import { afterAll, describe, expect, test } from 'vitest'
import config from '../../rolldown.config.ts'
import { bundleOfThisRun } from '../run/bundle.ts'
import { oldNode } from '../support/old-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'exporter-old-node-'))
const bundle = await bundleOfThisRun()
const old = oldNode()
afterAll(() => rmSync(folder, { recursive: true }))

/** As `npm run build` does, but from another first file and to another place. */
async function writeBundle(input: string, file: string): Promise<void> {
  if (Array.isArray(config) || Array.isArray(config.output)) throw new Error('there is one bundle')
  const made = await rolldown({ ...config, input })
  await made.write({ ...config.output, file })
  await made.close()
}

/** Syntax that an old Node.js cannot parse; the bundler puts older syntax in the place of the last one only. */
const newSyntax = ['js-regexp-modifiers', 'js-regexp-duplicate-named-groups', 'js-explicit-resource-management']
/** Where no old Node.js is at hand, a new one stands in that is told to be old and to know no new syntax. */
const pretended = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.1.2'}})`
const checkout = ['--import', './src/needs-node-24.mjs', 'src/main.ts']

const interpreters = [
  {
    name: 'a pretended old Node.js',
    node: process.execPath,
    flags: [...newSyntax.map((name) => `--no-${name}`), '--import', pretended],
    isReal: false,
  },
  ...(old ? [{ name: "this machine's old Node.js", node: old, flags: [], isReal: true }] : []),
]
const commandLines = [
  [],
  ['check'],
  ['check', '--json'],
  ['validate', '--config', 'check'],
  ['discover'],
  ['--version'],
  ['--help'],
]

describe.each(interpreters)('$name is told what is needed, in one line', ({ node, flags, isReal }) => {
  // src/refuse-old-node.mjs looks at the command alone: these two show both exit codes.
  const tried = isReal ? [['check'], ['--help']] : commandLines
  test.each(tried.map((args) => ({ args })))('by the bundle: $args', ({ args }) => {
    expectRefusal(spawnSync(node, [...flags, bundle, ...args], { encoding: 'utf8' }), args)
  })

  test.each([{ args: ['check'] }, { args: ['--version'] }])('in a checkout: $args', ({ args }) => {
    expectRefusal(spawnSync(node, [...flags, ...checkout, ...args], { encoding: 'utf8' }), args)
  })

  function expectRefusal(ended: ReturnType<typeof spawnSync>, [command]: readonly string[]): void {
    expect(ended.stderr).toMatch(
      /^cloudflare-cert-exporter needs Node\.js 24 or newer, this is \d+\.\d+\.\d+: get it from https:.*\n$/,
    )
    expect(ended.stdout).toBe('')
    expect(ended.status).toBe(command === 'check' ? 3 : 1)
  }
})

describe.skipIf(!old)(`an old Node.js${old ? '' : ' (skipped: there is none on the PATH)'}`, () => {
  test('gets as far as the line although the bundle holds what it can neither parse nor find', async () => {
    const source = join(folder, 'newer.ts')
    writeFileSync(
      source,
      `import { DatabaseSync } from 'node:sqlite'
       import zlib, { zstdCompressSync as compress } from 'node:zlib'
       import { thisIsInNoNode } from 'node:fs'
       using held = { [Symbol.dispose]: () => console.log('disposed') }
       console.log(held, /[\\p{L}--[a-z]]/v.test('A'), Map.groupBy([1], String), DatabaseSync, compress, zlib, thisIsInNoNode)`,
    )
    const file = join(folder, 'newer.mjs')
    await writeBundle(source, file)
    const refused = spawnSync(old ?? '', [file], { encoding: 'utf8' })
    expect(refused.stderr).toMatch(/^cloudflare-cert-exporter needs Node\.js 24 or newer, this is .*\n$/)
    const { stdout } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    expect(stdout).toMatch(/ true [\s\S]*disposed/)
  })

  test('is enough to install, even where npm is told to refuse what wants a newer one', () => {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(file, join(folder, file))
    writeFileSync(join(folder, 'of-the-company'), 'engine-strict=true\n')
    const args = ['ci', '--dry-run', '--offline', '--ignore-scripts', '--userconfig', 'of-the-company']
    const env = { HOME: folder, PATH: `${dirname(old ?? '')}:/usr/bin:/bin` }
    const { stderr, status } = spawnSync('npm', args, { cwd: folder, env, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    expect(stderr).toContain('EBADENGINE')
  })
})

describe.each(['--jitless', '--frozen-intrinsics'])('with %s', (option) => {
  test.each([
    ['check', 3],
    ['run', 1],
    ['--version', 1],
  ])('%s names the option in one line, and exits %i', (command, code) => {
    const args = ['--no-warnings', option, bundle, command]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toMatch(new RegExp(`^cloudflare-cert-exporter needs .*${option}.*\n$`))
    expect(status).toBe(code)
  })
})
