import { createHash } from 'node:crypto'
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ContentWatch } from '../../src/files/content-watch.ts'
import { FakeClock } from '../support/fake-clock.ts'

let folder: string
let path: string
let clock: FakeClock
let changes: string[]
let watch: ContentWatch

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-watch-'))
  path = join(folder, 'config.yaml')
  await writeFile(path, 'one')
  clock = new FakeClock()
  changes = []
  watch = new ContentWatch({ paths: () => [path], clock, onChange: (changed) => changes.push(changed) })
  await watch.start()
})
afterEach(async () => {
  await watch.stop()
  expect(clock.sleeping).toBe(0)
  await rm(folder, { recursive: true, force: true })
})

/** Ten seconds are the promise. */
async function tenSeconds(): Promise<void> {
  for (let look = 0; look < 2; look++) {
    await vi.waitFor(() => expect(clock.sleeping).toBe(1))
    await clock.advance(5)
  }
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
}

test('another content is noticed within ten seconds, once', async () => {
  await writeFile(path, 'two')
  await tenSeconds()
  expect(changes).toEqual([path])
  await tenSeconds()
  expect(changes).toEqual([path])
})

test('a content that is another one than what was read before is noticed, and the same one is not', async () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const [read, expected] of [
    ['zero', [path]],
    ['one', []],
  ] as const) {
    await watch.stop()
    changes = []
    watch = new ContentWatch({ paths: () => [path], clock, onChange: (changed) => changes.push(changed) })
    await watch.start(new Map([[path, digest(read)]]))
    await tenSeconds()
    expect(changes).toEqual(expected)
  }
})

test('the same content written again is none', async () => {
  await writeFile(path, 'one')
  await tenSeconds()
  expect(changes).toEqual([])
})

test("an editor's rename", async () => {
  await writeFile(`${path}.swp`, 'two')
  await rename(`${path}.swp`, path)
  await tenSeconds()
  expect(changes).toEqual([path])
})

test("Kubernetes' swap of a symbolic link", async () => {
  await rm(path)
  await writeFile(join(folder, 'v1'), 'one')
  await writeFile(join(folder, 'v2'), 'two')
  await symlink('v1', join(folder, '..data'))
  await symlink('..data', path)
  await tenSeconds()
  expect(changes).toEqual([])
  await symlink('v2', join(folder, '..data_tmp'))
  await rename(join(folder, '..data_tmp'), join(folder, '..data'))
  await tenSeconds()
  expect(changes).toEqual([path])
})

test('a file that goes and comes back is noticed both times', async () => {
  await rm(path)
  await tenSeconds()
  await writeFile(path, 'one')
  await tenSeconds()
  expect(changes).toEqual([path, path])
})

test('once a file has been rebased, only what comes after is a change of it', async () => {
  await writeFile(path, 'two')
  await watch.rebase(path)
  await tenSeconds()
  expect(changes).toEqual([])
})

test('several files are watched, read up to 16 MB, and one that is new to the list is no change', async () => {
  const asked: [string, number][] = []
  const contents = new Map([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
  ])
  let paths = ['a', 'b', 'b']
  const several = new ContentWatch({
    paths: () => paths,
    clock,
    onChange: (changed) => changes.push(changed),
    readFile: async (file, limit) => {
      asked.push([file, limit])
      return { ok: true, content: Buffer.from(contents.get(file) ?? '') }
    },
  })
  await several.start()
  expect(asked).toEqual([
    ['a', 16 * 1024 * 1024],
    ['b', 16 * 1024 * 1024],
  ])
  paths = ['a', 'b', 'c']
  contents.set('a', '2')
  contents.set('b', '2')
  // Another one that has changed meanwhile is reported all the same.
  await several.rebase('a')
  await vi.waitFor(() => expect(clock.sleeping).toBe(2))
  await clock.advance(5)
  await vi.waitFor(() => expect(clock.sleeping).toBe(2))
  expect(changes).toEqual(['b'])
  await several.stop()
})
