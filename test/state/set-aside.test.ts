import { execFileSync } from 'node:child_process'
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setAside } from '../../src/state/set-aside.ts'
import { systemDisk } from '../../src/state/state-disk.ts'
import { lastWrite, restoreState } from '../../src/state/state-file.ts'
import { useStateFolder } from '../support/state.ts'

let folder: string
let path: string
useStateFolder((...made) => {
  ;[path, folder] = made
})

test('copies are numbered, and the newest three are kept', async () => {
  await writeFile(`${path}.set-aside`, 'of a version before')
  for (const content of ['1', '2', '3', '4', '5']) {
    await writeFile(path, content)
    expect(await restoreState(path)).toMatchObject({ kind: 'set_aside', to: `${path}.set-aside.${content}` })
  }
  expect((await readdir(folder)).sort()).toEqual([3, 4, 5].map((each) => `state.json.set-aside.${each}`))
  expect(await readFile(`${path}.set-aside.5`, 'utf8')).toBe('5')
})

test.each([
  ['a directory', (to: string) => mkdir(to)],
  ['a pipe', async (to: string) => execFileSync('mkfifo', [to])],
  ['a symbolic link', (to: string) => symlink('victim', to)],
  ['a symbolic link', (to: string) => symlink('/dev/zero', to)],
])('%s in its place is neither read nor moved', async (kind, make) => {
  await writeFile(join(folder, 'victim'), 'dear')
  await make(path)
  const { ino } = await lstat(path)
  expect(await restoreState(path)).toEqual({ kind: 'in_the_way', detail: `it is ${kind}` })
  await expect(lastWrite(path)).rejects.toThrow(`it is ${kind}`)
  expect((await lstat(path)).ino).toBe(ino)
  expect((await readdir(folder)).sort()).toEqual(['state.json', 'victim'])
})

test('a directory is not moved, whoever asks for it', async () => {
  await mkdir(path)
  expect(await setAside(path)).toBeUndefined()
  expect(await readdir(folder)).toEqual(['state.json'])
})

test('a device is not opened', async () => {
  expect(await restoreState('/dev/zero')).toEqual({ kind: 'in_the_way', detail: 'it is a device' })
})

test('a file that does not end is not read to its end', async () => {
  execFileSync('truncate', ['--size', '10G', path])
  expect(await systemDisk.restore(path)).toMatchObject({
    kind: 'set_aside',
    detail: expect.stringContaining('more than'),
  })
})
