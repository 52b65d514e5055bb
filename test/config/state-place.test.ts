import { execFileSync } from 'node:child_process'
import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeAuthority } from '../support/authority.ts'
import { cli } from '../support/cli.ts'
import { patientClock } from '../support/patient-clock.ts'
import { certificates } from './support.ts'

const pair = makeAuthority('state-place').then((authority) => authority.issue('exporter.test'))
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-place-'))
  await mkdir(join(folder, 'folder'))
  await symlink('folder', join(folder, 'same-folder'))
  await writeFile(join(folder, 'folder', 'secret'), 'token')
  await writeFile(
    join(folder, 'web.yml'),
    'tls_server_config: {cert_file: folder/cert.pem, key_file: folder/key.pem}\n',
  )
  const { cert, key } = await pair
  await writeFile(join(folder, 'folder', 'cert.pem'), cert)
  await writeFile(join(folder, 'folder', 'key.pem'), key)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What a command says of this path as the state's. */
async function judge(command: 'validate' | 'run', path: string, environment: Readonly<Record<string, string>> = {}) {
  const config = join(folder, 'config.yaml')
  const lines = [
    'credentials: {default: {api_token_file: folder/secret}}',
    'server: {web_config_file: web.yml}',
    path && `state: {path: ${path}}`,
  ]
  await writeFile(config, `${certificates}${lines.filter(Boolean).join('\n')}\n`)
  const { code, stderr } = await cli([command, '--config', config], { environment, clock: patientClock })
  return { code, stderr: stderr.replaceAll(`${folder}/`, '') }
}

const at = 'config.yaml:6:15: state.path: '
const writesOver = ': expected one of its own, for the daemon writes over it\n'

describe.each(['validate', 'run'] as const)('%s refuses to keep the state', (command) => {
  test.each([
    ['in a directory', 'folder', `${at}it is a directory: expected the path of a file in it, such as state.json\n`],
    ['in a device', '/dev/zero', `${at}it is a device: expected the path of a regular file, or of none yet\n`],
    ['in the configuration', 'config.yaml', `${at}the same file as the configuration${writesOver}`],
    ['in a secret', 'same-folder/secret', `${at}the same file as a secret of credentials${writesOver}`],
    ['in the web configuration', 'folder/../web.yml', `${at}the same file as server.web_config_file${writesOver}`],
    ['in a TLS key', 'same-folder/key.pem', `${at}the same file as key_file of server.web_config_file${writesOver}`],
    [
      'in a TLS certificate',
      'folder/cert.pem',
      `${at}the same file as cert_file of server.web_config_file${writesOver}`,
    ],
  ])('%s', async (_, path, stderr) => {
    const before = await readdir(folder)
    expect(await judge(command, path)).toEqual({ code: 1, stderr })
    expect((await readdir(folder)).sort()).toEqual([...before, 'config.yaml'].sort())
  })

  test.each([
    ['a pipe', async (to: string) => execFileSync('mkfifo', [to])],
    ['a symbolic link', (to: string) => symlink('folder/secret', to)],
    ['a symbolic link', (to: string) => symlink('/dev/zero', to)],
  ])('in %s', async (kind, make) => {
    await make(join(folder, 'state.json'))
    const stderr = `${at}it is ${kind}: expected the path of a regular file, or of none yet\n`
    expect(await judge(command, 'state.json')).toEqual({ code: 1, stderr })
  })

  test('in another name of a secret', async () => {
    await link(join(folder, 'folder', 'secret'), join(folder, 'state.json'))
    expect((await judge(command, 'state.json')).stderr).toContain('the same file as a secret')
    expect(await readFile(join(folder, 'folder', 'secret'), 'utf8')).toBe('token')
  })

  test('in a TLS key that a long web configuration names', async () => {
    const web = join(folder, 'web.yml')
    await writeFile(web, `# ${'x'.repeat(20_000)}\n${await readFile(web, 'utf8')}`)
    expect((await judge(command, 'same-folder/key.pem')).stderr).toContain('the same file as key_file')
  })

  test('where the environment says so', async () => {
    const environment = { CLOUDFLARE_CERT_EXPORTER_STATE: join(folder, 'folder') }
    const stderr = 'config.yaml:1:1: $CLOUDFLARE_CERT_EXPORTER_STATE: it is a directory'
    expect((await judge(command, '', environment)).stderr).toContain(stderr)
    expect((await lstat(join(folder, 'folder'))).isDirectory()).toBe(true)
  })
})

test.each(['state.json', 'folder/state.json', 'new/state.json', 'same-folder/state.json'])(
  'a file that is not there yet is no problem: %s',
  async (path) => {
    expect((await judge('validate', path)).stderr).not.toContain('state')
  },
)
