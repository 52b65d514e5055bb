import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Anchors } from '../../src/trust/anchors.ts'
import { findPaths } from '../../src/trust/paths.ts'
import { Signatures } from '../../src/trust/signatures.ts'
import { verdictAt } from '../../src/trust/verdict.ts'
import { freePort } from '../support/port.ts'
import { type Program, startProgram } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { inDays, Pki, pathCertificate } from './pki.ts'
import { type Row, rows } from './rows.ts'

/** None with partial_chain: nginx does not know that. */
const chosen = [
  'a root alone',
  'an intermediate that was uploaded',
  'uploaded in the wrong order',
  'an ended root and its renewed twin',
  'the root ends first',
  'the root is not valid yet',
  'a twin that lasts longer is still to come',
  'another root',
  'an intermediate alone in the file',
  'the same name, another key',
  'basic constraints without CA',
  'length 0 and an intermediate below',
  'serverAuth alone',
  'a DNS name that is not permitted',
]
const judged = rows.filter(({ name }) => chosen.includes(name))

/** The clock of nginx. The first is the present of the matrix; by the second, some CAs have ended and others have begun. */
const clocks = [inDays(0), inDays(15)]

describeWithTools(
  ['nginx', 'faketime'],
  'nginx with ssl_verify_client accepts what is trusted, and refuses what is not',
  () => {
    let folder: string
    const servers: Server[] = []
    let shallow: Server

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'nginx-'))
      const server = new Pki().ca('localhost', { from: inDays(-1), until: inDays(900) })
      writeFileSync(join(folder, 'server.pem'), server.pem)
      writeFileSync(join(folder, 'server.key'), server.key)
      for (const [i, { file }] of judged.entries())
        writeFileSync(join(folder, `ca-${i}.pem`), file.map(({ pem }) => pem).join(''))
      for (const clock of clocks) servers.push(await start(folder, clock, 'ssl_verify_depth 9;'))
      shallow = await start(folder, inDays(1), '')
    })

    afterAll(async () => {
      const all = [...servers, shallow]
      for (const { program } of all) program.kill('SIGTERM')
      await Promise.all(all.map(({ program }) => program.exit))
      rmSync(folder, { recursive: true })
    })

    test('ten rows and more are tried', () => expect(judged.length).toBe(chosen.length))

    test.each([
      ['an intermediate that was uploaded', 200],
      ['uploaded in the wrong order', 400],
    ])('without ssl_verify_depth one intermediate passes, and two do not: %s', async (name, status) => {
      expect(
        await statusOf(
          shallow,
          judged.findIndex((row) => row.name === name),
        ),
      ).toBe(status)
    })

    test.each(judged.map((row, i) => [row.name, row, i] as const))('%s', async (_, row, i) => {
      for (const server of servers) {
        const expected = isAcceptedAt(row, server.clock) ? 200 : 400
        expect(await statusOf(server, i), `at ${timeText(server.clock)}`).toBe(expected)
      }
    })
  },
)

interface Server {
  readonly clock: number
  readonly port: number
  readonly program: Program
}

/** A path holds that has begun, and nothing in it has ended. */
function isAcceptedAt({ leaf, uploaded = [], file }: Row, clock: number): boolean {
  const anchors = new Anchors(file.map(pathCertificate))
  const question = {
    leaf: pathCertificate(leaf),
    uploaded: uploaded.map(pathCertificate),
    anchors,
    partialChain: false,
  }
  const verdict = verdictAt(findPaths(question, new Signatures()), clock)
  return verdict.isTrusted && verdict.path.ends > clock
}

/** Each row is a server name with a CA file of its own. Without a master process, so that what was started is what ends. */
async function start(folder: string, clock: number, depth: string): Promise<Server> {
  const configuration = join(folder, `nginx-${clock}.conf`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind}-${clock};`,
  )
  const port = await freePort()
  const each = judged.map(
    (_, i) => `server {
  listen 127.0.0.1:${port} ssl;
  server_name ${serverName(i)};
  ssl_certificate ${folder}/server.pem;
  ssl_certificate_key ${folder}/server.key;
  ssl_client_certificate ${folder}/ca-${i}.pem;
  ssl_verify_client on;
  ${depth}
  location / { return 200; }
}`,
  )
  writeFileSync(
    configuration,
    `daemon off; master_process off; pid ${folder}/pid-${clock}; error_log stderr;
events {}
http { access_log off; ${temporary.join(' ')}
${each.join('\n')}
}`,
  )
  const preloaded = { LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME: `@${timeText(clock)}` }
  const program = startProgram('nginx', ['-c', configuration, '-e', 'stderr'], { env: { ...preloaded, TZ: 'UTC' } })
  const server = { clock, port, program }
  await vi.waitFor(() => statusOf(server, 0), { timeout: 30_000 })
  return server
}

function serverName(i: number): string {
  return `row-${i}.test`
}

function timeText(clock: number): string {
  return new Date(clock * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The status that nginx answers a client with, which presents the certificates of a row to the server of that row. */
async function statusOf({ port }: Server, i: number): Promise<number | undefined> {
  const row = judged[i]
  const servername = serverName(i)
  const presented = row && {
    cert: [row.leaf, ...(row.uploaded ?? [])].map(({ pem }) => pem).join(''),
    key: row.leaf.key,
  }
  const headers = { host: servername }
  const options = { host: '127.0.0.1', port, servername, headers, rejectUnauthorized: false, agent: false } as const
  const asked = request({ ...options, ...presented })
  asked.end()
  const [response] = await once(asked, 'response')
  response.resume()
  return response.statusCode
}
