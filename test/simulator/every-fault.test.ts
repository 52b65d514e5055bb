import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultKinds } from '../../src/simulator/faults/kinds.ts'

const own = join('test', 'simulator')
const texts = globSync('test/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }))

function filesWith(fault: string): readonly string[] {
  return texts.filter(({ text }) => text.includes(`fault: '${fault}'`)).map(({ path }) => path)
}

test.each(Object.keys(faultKinds))('the fault %s is tested itself, and the program meets it', (fault) => {
  const files = filesWith(fault)
  expect(
    files.filter((path) => path.startsWith(own)),
    `no test in ${own} begins it`,
  ).not.toEqual([])
  const met = files.filter((path) => !path.startsWith(own))
  expect(met, 'no row of test/reliability/matrix and no other test begins it').not.toEqual([])
})
