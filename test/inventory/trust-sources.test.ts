import { expect, test } from 'vitest'
import type { TrustSource } from '../../src/certificate/model.ts'
import { allTrustSources } from '../../src/inventory/trust-sources.ts'

const source = (path: string, isDefault = false, partialChain = false): TrustSource => ({
  path,
  isDefault,
  partialChain,
})

test.each([
  ['nothing', [undefined, []], undefined],
  ['one', [[source('a')], undefined], ['a']],
  ['several, once each', [[source('a')], [source('b')], [source('a')]], ['a', 'b']],
  ['the global one', [[source('g', true)], [source('g', true)]], ['g']],
  ['the global one beside another', [[source('g', true)], [source('a')]], ['a']],
  ['one file in both ways', [[source('a')], [source('a', false, true)]], ['a', 'a']],
])('%s', (_, lists, paths) => {
  expect(allTrustSources(lists)?.map(({ path }) => path)).toEqual(paths)
})
