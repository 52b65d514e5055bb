import { expect, test } from 'vitest'
import { certificates, config, problems } from './support.ts'

const zones = 'zones:\n  - zone_id: 023e105f4ecef8ad9ca31a8372d0c353\n'

test('is a path beside the configuration, or a map with the path; the global one is a default', () => {
  const { watch, trustFiles } = config(
    `trusted_by: ca.pem\n${certificates}    trusted_by: {path: /etc/own.pem, partial_chain: true}\n${zones}`,
  )
  expect(watch.certificates[0]?.trustedBy).toEqual([{ path: '/etc/own.pem', partialChain: true, isDefault: false }])
  expect(watch.stores[0]?.trustedBy).toEqual([{ path: 'ca.pem', partialChain: false, isDefault: true }])
  expect(trustFiles.map(({ path, place }) => [path, place.line, place.path])).toEqual([
    ['ca.pem', 1, 'trusted_by'],
    ['/etc/own.pem', 5, 'certificates[0].trusted_by.path'],
  ])
})

test('a file that several entries name is one file, at the place that names it first', () => {
  const { trustFiles } = config(`${certificates}    trusted_by: ca.pem\n${zones}    trusted_by: {path: ca.pem}\n`)
  expect(trustFiles.map(({ path, place }) => [path, place.path])).toEqual([['ca.pem', 'certificates[0].trusted_by']])
})

test('without it nothing is said of origins', () => {
  const { watch, trustFiles } = config(certificates)
  expect(trustFiles).toEqual([])
  expect(watch.certificates[0]).not.toHaveProperty('trustedBy')
})

test.each([
  [
    'trusted_by: [ca.pem]',
    'trusted_by: found a list: expected the path of a file, or a map with the keys path, partial_chain',
  ],
  ['trusted_by: {partial_chain: true}', 'trusted_by.path: missing: expected the path of a file'],
  [
    'trusted_by: ca.pem\nstate: {path: ca.pem}',
    'state.path: the same file as a CA file of trusted_by: expected one of its own',
  ],
])('%j is wrong', (text, problem) => {
  expect(problems(`${certificates}${text}\n`).join('\n')).toContain(problem)
})
