import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { plantedFaults } from './faults.ts'
import { plantedRuleFaults } from './rule-faults.ts'
import { documentation, foundIn } from './table.ts'

const places = plantedFaults.flatMap((fault) => [fault, ...(fault.also ? [{ name: fault.name, ...fault.also }] : [])])

test.each(places.map((place) => [place.name, place] as const))('it can be planted: %s', (_, fault) => {
  const text = readFileSync(new URL(`../../../src/${fault.file}`, import.meta.url), 'utf8')
  expect(text.split(fault.from), `${fault.file} has it once`).toHaveLength(2)
})

test('docs/reliability.md says of each planted fault which promise finds it', () => {
  const found = foundIn(readFileSync(documentation, 'utf8'))
  expect([...found.keys()]).toEqual([...plantedFaults, ...plantedRuleFaults].map(({ name }) => name))
})
