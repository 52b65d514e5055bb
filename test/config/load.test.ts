import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { readSecret } from '../../src/config/secrets/read-secret.ts'
import { certificates, lines, tokenEnv } from './support.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const load = async (path: string) => lines(await loadConfig({ path, env: tokenEnv }))

describe('the configuration file', () => {
  test('is read, with or without a byte order mark', async () => {
    expect(await load(await file('good.yaml', certificates))).toEqual([])
    expect(await load(await file('bom.yaml', `\ufeff${certificates}`))).toEqual([])
  })

  test('that is missing, a directory, too large or not UTF-8 is one problem, with a hint', async () => {
    const large = await file('large.yaml', '')
    await truncate(large, 8 * 1024 * 1024 + 1)
    const latin1 = await file('latin1.yaml', Buffer.from('# Zürich\n', 'latin1'))
    for (const [path, text] of [
      [join(folder, 'missing.yaml'), 'the file does not exist'],
      [folder, 'the file is a directory'],
      ['/dev/zero', 'the file is larger than 8 MB'],
      [large, 'the file is larger than 8 MB'],
      [latin1, 'the file is not UTF-8'],
    ] as const) {
      const printed = await load(path)
      expect(printed).toEqual([expect.stringContaining(`${path}: ${text}`)])
      expect(printed[0]).toContain('copy config/config.example.yaml')
    }
  })
})

describe('a secret', () => {
  test('is read anew every time', async () => {
    const path = await file('token', 'first\n')
    expect(await readSecret({ kind: 'file', path })).toEqual({ ok: true, value: 'first' })
    await writeFile(path, 'second\n')
    expect(await readSecret({ kind: 'file', path })).toEqual({ ok: true, value: 'second' })
  })

  test.each(['s3cret', 's3cret\n', 's3cret\r\n', ' \t s3cret \n\n', '!~'])('%j is good', async (content) => {
    expect(await readSecret({ kind: 'file', path: await file('good', content) })).toEqual({
      ok: true,
      value: content.trim(),
    })
    expect(await readSecret({ kind: 'value', value: content })).toEqual({ ok: true, value: content.trim() })
  })

  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['s3cret s3cret', 'cannot carry'],
    ['s3cret\ns3cret', 'cannot carry'],
    ['s3cret\u0000', 'cannot carry'],
    ['s3crét', 'cannot carry'],
    ['\ufeffs3cret', 'cannot carry'],
    ['s3cret\u007f', 'cannot carry'],
    ['s3cret'.repeat(11_000), 'is larger than 64 kB'],
  ])('%j is refused without repeating it', async (content, detail) => {
    const result = await readSecret({ kind: 'file', path: await file('bad', content) })
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining(detail) })
    expect(JSON.stringify(result)).not.toContain('s3cr')
  })

  test('that is missing or a directory is said to be', async () => {
    expect(await readSecret({ kind: 'file', path: join(folder, 'none') })).toEqual({
      ...{ ok: false, detail: `secret file ${join(folder, 'none')} does not exist` },
    })
    expect(await readSecret({ kind: 'file', path: folder })).toMatchObject({
      ...{ ok: false, detail: expect.stringContaining('is a directory') },
    })
  })
})
