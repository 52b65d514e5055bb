import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { bundleOfThisRun } from '../run/bundle.ts'
import { startProgram } from '../support/program.ts'

const exporter = `'${process.execPath}' '${await bundleOfThisRun()}'`

/** Runs it in a shell, for redirections. */
function inShell(command: string) {
  return startProgram('sh', ['-c', command.replace('exporter', `exec ${exporter}`)])
}

describe.skipIf(process.platform !== 'linux')('where standard output cannot be written', () => {
  test.each([
    ['schema', 1],
    ['--help', 1],
    ['check --help', 3],
    ['check --output nagios --certificate nowhere.pem', 3],
  ])('%s says so in one line, and ends with %i', async (command, code) => {
    const program = inShell(`exporter ${command} > /dev/full`)
    expect(await program.exit).toBe(code)
    expect(program.stderr).toMatch(/^cannot write to standard output: ENOSPC: [^\n]*\n$/)
  })

  test('a file that has room for a part only is an error, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'exporter-output-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const program = inShell(`ulimit -f 1; exporter schema > '${join(folder, 'schema.json')}'`)
    expect(await program.exit).toBe(1)
    expect(program.stderr).toMatch(/^cannot write to standard output: EFBIG: [^\n]*\n$/)
  })

  test('a reader that has read enough is no error', async () => {
    const program = startProgram('bash', ['-c', `${exporter} schema | head -c 1; exit "\${PIPESTATUS[0]}"`])
    expect(await program.exit).toBe(0)
    expect(program).toMatchObject({ stdout: '{', stderr: '' })
  })

  test('the daemon goes on without its log', async () => {
    const program = inShell('exporter demo --listen 127.0.0.1:0 2> /dev/full')
    const [url = ''] = await program.saw(/http:\/\/127\.0\.0\.1:\d+/)
    expect((await fetch(`${url}/-/reload`, { method: 'POST' })).ok).toBe(true)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    program.kill('SIGTERM')
    expect(await program.exit).toBe(0)
  })
})
