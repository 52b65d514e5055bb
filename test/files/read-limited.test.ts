import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLimited, whyUnread } from '../../src/files/read-limited.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-limited-'))
const mega = 1024 * 1024
beforeAll(() => {
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, '1 kB'), 'x'.repeat(1024))
  writeFileSync(join(folder, '100 kB'), 'xy'.repeat(50 * 1024))
  writeFileSync(join(folder, 'a byte more than 1 MB'), Buffer.alloc(mega + 1))
  mkdirSync(join(folder, 'folder'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string) => (name.startsWith('/') ? name : join(folder, name))

test.each([
  ['empty', ''],
  ['1 kB', 'x'.repeat(1024)],
  ['/dev/null', ''],
])('%s is read, up to the limit', async (name, content) => {
  expect(await readLimited(at(name), 1024)).toEqual({ ok: true, content: Buffer.from(content) })
})

test('a file of several pieces is read whole', async () => {
  expect(await readLimited(at('100 kB'), mega)).toEqual({ ok: true, content: Buffer.from('xy'.repeat(50 * 1024)) })
})

test.each([
  ['1 kB', 1023, 'TOO_LARGE', 'is larger than 0.9990234375 kB'],
  ['a byte more than 1 MB', mega, 'TOO_LARGE', 'is larger than 1 MB'],
  ['/dev/zero', 64 * 1024, 'TOO_LARGE', 'is larger than 64 kB'],
  ['pipe', 1024, 'NOT_A_FILE', 'is neither a file nor a device'],
  ['folder', 1024, 'EISDIR', 'is a directory'],
  ['nothing', 1024, 'ENOENT', 'does not exist'],
  ['empty/below a file', 1024, 'ENOTDIR', 'does not exist'],
])('%s is not read with a limit of %i: %s', async (name, limit, code, detail) => {
  expect(await readLimited(at(name), limit)).toEqual({ ok: false, code, detail })
})

const systemError = (code: unknown) => Object.assign(new Error('it failed'), { code })

test.each([
  [systemError('EACCES'), 'EACCES', 'may not be read by this user'],
  [systemError('EPERM'), 'EPERM', 'may not be read by this user'],
  [systemError('ABORT_ERR'), 'ABORT_ERR', 'cannot be read in time'],
  [systemError('EIO'), 'EIO', 'cannot be read (EIO)'],
  [systemError(5), 'unknown', 'cannot be read (unknown)'],
  [new Error('without a code'), 'unknown', 'cannot be read (unknown)'],
  [undefined, 'unknown', 'cannot be read (unknown)'],
])('%j says %s in words', (error, code, detail) => {
  expect(whyUnread(error)).toEqual({ ok: false, code, detail })
})
