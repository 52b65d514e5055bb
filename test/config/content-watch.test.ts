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
