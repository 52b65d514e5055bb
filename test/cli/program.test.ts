import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { startProgram } from '../support/program.ts'

const commands = ['run', 'check', 'validate', 'schema', 'demo']

test('--help names every command, and every command explains itself', async () => {
  const { code, stdout } = await cli(['--help'])
  expect(code).toBe(0)
  for (const command of commands) {
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(await cli([command, '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Usage: cloudflare-cert-exporter ${command}`),
    })
  }
})

test('check --help has every reason of every exit code, and fits a terminal', async () => {
  const { stdout } = await cli(['check', '--help'], { columns: 80 })
  const [, codes = ''] = stdout.split('Exit codes:\n')
  const [, ok, warning, critical, unknown] = codes.split(/^ {2}\d {2}/m)
  expect(ok).toContain('everything is fine')
  for (const word of ['threshold', 'mismatch', 'not active', 'problem']) expect(warning).toContain(word)
  for (const word of ['expired', 'threshold', 'timed', 'hostname']) expect(critical).toContain(word)
  for (const word of ['could not be checked', 'nothing was found', 'configuration']) expect(unknown).toContain(word)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(81)
})

test('-h, -v and help are what others call them', async () => {
  const help = await cli(['--help'])
  expect(await cli(['-h'])).toEqual(help)
  expect(await cli(['help'])).toEqual(help)
  expect(await cli(['help', 'check'])).toEqual(await cli(['check', '--help']))
  expect(await cli(['check', '-h'])).toEqual(await cli(['check', '--help']))
  expect(await cli(['-v'])).toEqual(await cli(['--version']))
})

test('--version everywhere', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  for (const argv of [[], ...commands.map((command) => [command])])
    expect(await cli([...argv, '--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

describe("a user's mistake is a clear line on standard error, and 1, or 3 for check", () => {
  test.each([
    [['frob'], 1, "unknown command 'frob'"],
    [['chek'], 1, "did you mean 'check'"],
    [['--config', 'x.yaml', 'check', '--json'], 3, 'after the command: cloudflare-cert-exporter check --config …\n'],
    [['--config=x.yaml', '--log-level', 'debug', 'validate'], 1, 'cloudflare-cert-exporter validate --config …\n'],
    [['--output', 'json', 'check'], 3, 'after the command: cloudflare-cert-exporter check --output …\n'],
    [['-q', 'check'], 3, 'after the command: cloudflare-cert-exporter check -q …\n'],
    [['-o', 'file', 'discover'], 1, 'after the command: cloudflare-cert-exporter discover -o …\n'],
    [['--config', 'check'], 1, 'check: the file does not exist'],
    [['--frob'], 1, "unknown option '--frob'"],
    [['check', '--frob'], 3, "unknown option '--frob'"],
    [['check', 'x'], 3, 'too many arguments'],
    [['run', '--log-level', 'loud'], 1, 'Allowed choices are'],
    [['run', '--config', '/nowhere/config.yaml'], 1, 'copy config/config.example.yaml'],
    [['check', '--config', '/nowhere/config.yaml'], 3, '/nowhere/config.yaml: the file does not exist: '],
    [['validate', '--config', 'test'], 1, 'test: the file is a directory: '],
    [['demo', '--listen', 'nonsense'], 1, 'listen'],
  ] as const)('%j', async (argv, code, words) => {
    const answer = await cli(argv)
    expect(answer).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) })
    expect(answer.stderr).not.toMatch(/^ {4}at /m)
  })

  test('in the environment', async () => {
    expect(await cli(['validate'], { environment: { LOG_LEVEL: 'loud' } })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('LOG_LEVEL'),
    })
    const environment = { HTTPS_PROXY: 'socks://x', CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }
    expect(await cli(['check', '--config', 'config/config.example.yaml'], { environment })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('HTTPS_PROXY: not the URL of a proxy'),
    })
  })
})

test('the environment names the configuration where the command line does not', async () => {
  const environment = { CLOUDFLARE_CERT_EXPORTER_CONFIG: '/nowhere/else.yaml' }
  expect((await cli(['validate'], { environment })).stderr).toContain('/nowhere/else.yaml')
  expect((await cli(['validate', '--config', '/here.yaml'], { environment })).stderr).toContain('/here.yaml')
  expect((await cli(['validate'])).stderr).toContain('config/config.yaml')
})

test('schema prints the JSON Schema that the repository holds', async () => {
  expect(await cli(['schema'])).toEqual({
    code: 0,
    stderr: '',
    stdout: await readFile('config/config.schema.json', 'utf8'),
  })
})

test('validate says what a right configuration watches', async () => {
  const environment = { CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }
  const { code, stdout } = await cli(['validate', '--config', 'config/config.example.yaml'], { environment })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^config\/config\.example\.yaml: valid\n {2}\d+ certificates? in \d+ zones?\n {2}schedule @hourly/,
  )
})

test('NO_COLOR beside FORCE_COLOR is nothing to warn of', async () => {
  const env = { NO_COLOR: '1', FORCE_COLOR: '1' }
  const program = startProgram(process.execPath, ['src/main.ts', 'validate', '--config', '/nowhere.yaml'], { env })
  expect(await program.exit).toBe(1)
  expect(program.stderr).toMatch(/^\/nowhere\.yaml: the file does not exist: [^\n]*\n$/)
})

describe('validate says', () => {
  const example = ['validate', '--config', 'config/config.example.yaml']

  test.each([
    [{ CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }, 'an API token from the environment variable CLOUDFLARE_API_TOKEN'],
    [{ CLOUDFLARE_API_TOKEN_FILE: 'LICENSE' }, 'an API token from LICENSE (CLOUDFLARE_API_TOKEN_FILE)'],
    [
      { CLOUDFLARE_EMAIL: 'me@example.com', CLOUDFLARE_API_KEY: 'x'.repeat(37) },
      'an e-mail address and a key from the environment variable CLOUDFLARE_EMAIL and the environment variable CLOUDFLARE_API_KEY',
    ],
  ])('where the credential comes from: %j', async (environment, words) => {
    expect((await cli(example, { environment })).stdout).toContain(`  credentials default: ${words}\n`)
  })

  test('which shard it is, and what is in it', async () => {
    const token = { CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }
    const shards = await Promise.all(
      ['0', '1', 'exporter-2'].map(async (index) => {
        const environment = { ...token, SHARD_TOTAL: '3', SHARD_INDEX: index }
        const { stdout } = await cli(example, { environment })
        const line =
          /^ {2}shard (\d) of 3 \(the first is 0\): (\d+) certificates? and \d+ hostnames?, in (\d+) of the (\d+) zones? above$/m
        return line.exec(stdout)?.slice(1).map(Number) ?? []
      }),
    )
    expect(shards.map(([index]) => index)).toEqual([0, 1, 2])
    const sum = (i: number) => shards.reduce((total, shard) => total + (shard[i] ?? Number.NaN), 0)
    expect(sum(2)).toBe(shards[0]?.[3])
    const { stdout } = await cli(example, { environment: token })
    expect(stdout).toContain(`  ${sum(1)} certificate`)
    expect(stdout).not.toContain('shard')
  })
})

test('validate says at once what is wrong with the state, the web configuration and the CA files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-validate-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = (name: string) => join(folder, name)
  await writeFile(
    file('config.yaml'),
    `state: {path: ${folder}}
server: {web_config_file: web.yml}
bundles: [{name: origin-pull, path: none.pem}]
hostnames: [{zone_id: 023e105f4ecef8ad9ca31a8372d0c353, hostname: a.example, trusted_by: neither.pem}]
`,
  )
  await writeFile(file('web.yml'), 'basic_auth_users: {alice: wonderland}\n')
  const environment = { CLOUDFLARE_API_TOKEN: 'x'.repeat(40) }
  const { code, stdout, stderr } = await cli(['validate', '--config', file('config.yaml')], { environment })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringContaining('config.yaml:1:15: state.path: it is a directory'),
    expect.stringContaining('web.yml:1:27: basic_auth_users.alice: found text'),
    expect.stringContaining(
      `config.yaml:4:90: hostnames[0].trusted_by: the CA file ${file('neither.pem')} does not exist`,
    ),
    expect.stringContaining(`config.yaml:3:37: bundles[0].path: the CA file ${file('none.pem')} does not exist`),
  ])
})
