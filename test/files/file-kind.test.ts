import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileKind } from '../../src/files/file-kind.ts'

const folder = mkdtempSync(join(tmpdir(), 'file-kind-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('everything a path can lead to has its word', async () => {
  const at = (name: string) => join(folder, name)
  writeFileSync(at('file'), '')
  symlinkSync('file', at('link'))
  execFileSync('mkfifo', [at('pipe')])
  const server = createServer().listen(at('socket'))
  await once(server, 'listening')
  const paths = [at('file'), folder, at('link'), at('pipe'), at('socket'), '/dev/null']
  expect(paths.map((path) => fileKind(lstatSync(path)))).toEqual([
    'a file',
    'a directory',
    'a symbolic link',
    'a pipe',
    'a socket',
    'a device',
  ])
  server.close()
})
