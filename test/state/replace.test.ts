import { lstat, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { type FileSystem, systemFiles } from '../../src/state/file-system.ts'
import { removeLeftovers } from '../../src/state/leftovers.ts'
import { replaceState, temporaryPath } from '../../src/state/replace.ts'
import { systemDisk } from '../../src/state/state-disk.ts'
import { useStateFolder, writeState } from '../support/state.ts'

let folder: string
let path: string
useStateFolder((...made) => {
  ;[path, folder] = made
})

const name = 'planted'

test('makes the folder, leaves no temporary file, and is for the owner only', async () => {
  const deep = join(folder, 'a', 'b', 'state.json')
  await writeState(deep, 'x')
  await writeState(deep, 'y')
  expect(await readFile(deep, 'utf8')).toBe('y')
  expect(await readdir(dirname(deep))).toEqual(['state.json'])
  expect((await stat(deep)).mode & 0o777).toBe(0o600)
})

test('the text is on the disk before it has the name, and the name before the write counts as done', async () => {
  const calls: string[] = []
  const files: FileSystem = {
    ...systemFiles,
    async open(opened, ...more) {
      const file = await systemFiles.open(opened, ...more)
      return {
        stat: () => file.stat(),
        read: (...asked) => file.read(...asked),
        writeFile: (slices) => file.writeFile(slices),
        close: () => file.close(),
        sync() {
          calls.push(`sync ${relative(folder, opened)}`)
          return file.sync()
        },
      }
    },
    rename(from, to) {
      calls.push('rename')
      return systemFiles.rename(from, to)
    },
  }
  await replaceState(path, ['x'], name, files)
  expect(calls).toEqual([`sync ${relative(folder, temporaryPath(path, name))}`, 'rename', 'sync '])
})

test.each([
  ['a link', (to: string) => symlink('victim', to)],
  ['a link to nothing', (to: string) => symlink('nobody', to)],
  ['a file that everybody may write', (to: string) => writeFile(to, 'theirs', { mode: 0o666 })],
  ['a folder', (to: string) => mkdir(to)],
])('%s under the temporary name is not followed and not written', async (_, plant) => {
  const victim = join(folder, 'victim')
  await writeFile(victim, 'dear')
  await writeState(path, 'old')
  await plant(temporaryPath(path, name))
  await expect(replaceState(path, ['new'], name)).rejects.toThrow('EEXIST')
  expect(await readFile(victim, 'utf8')).toBe('dear')
  expect(await readFile(path, 'utf8')).toBe('old')
  await writeState(path, 'new')
  expect(await readFile(path, 'utf8')).toBe('new')
})

test('a failure has the same words each time', async () => {
  await mkdir(path)
  const failures = [await writeState(path, 'x').catch(String), await writeState(path, 'x').catch(String)]
  expect(failures[0]).toMatch(/^Error: E\w+: .*state\.json/)
  expect(failures[1]).toBe(failures[0])
  expect(await readdir(folder)).toEqual(['state.json'])
})

test('temporary files of killed processes are removed once no write can still be at them, and nothing else is', async () => {
  await writeState(path, 'x')
  const old = new Date(Date.now() - 11 * 60_000)
  const leftovers = [temporaryPath(path, systemDisk.name()), `${path}.tmp`]
  const others = [
    `${path}.mine.tmp`,
    `${path}.set-aside.1`,
    join(folder, 'other.tmp'),
    `${temporaryPath(path, systemDisk.name())}.x`,
  ]
  const alive = temporaryPath(path, systemDisk.name())
  for (const file of [...leftovers, ...others]) {
    await writeFile(file, 'half of somethi')
    await utimes(file, old, old)
  }
  await writeFile(alive, 'half of somethi')
  await removeLeftovers(path)
  const left = (await readdir(folder)).map((each) => join(folder, each))
  expect(left.sort()).toEqual([path, alive, ...others].sort())
  expect((await lstat(path)).isFile()).toBe(true)
})
