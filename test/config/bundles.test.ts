import { expect, test } from 'vitest'
import { certificates, config, problems, tokenEnv } from './support.ts'

const day = 86_400
const seconds = (days: number) => ({ kind: 'duration', seconds: days * day })

test('a bundle has a name and a file, and thresholds of its own, in place of the global ones', () => {
  const { watch, trustFiles } = config(
    'bundles:\n  - {name: shared, path: ca.pem, labels: {team: web}, thresholds: {critical: 45d}}\n  - {name: plain, path: ca.pem}\nthresholds: {warning: 5d, critical: 3d}\nstale_after: 1d\nschedule: 1h\n',
  )
  expect(watch.bundles).toEqual([
    {
      name: 'shared',
      path: 'ca.pem',
      labels: { team: 'web' },
      thresholds: { warning: seconds(90), critical: seconds(45) },
      staleAfter: day,
    },
    {
      name: 'plain',
      path: 'ca.pem',
      labels: {},
      thresholds: { warning: seconds(90), critical: seconds(30) },
      staleAfter: day,
    },
  ])
  // One file, at the place that names it first.
  expect(trustFiles.map(({ path, place }) => [path, place.path, place.line])).toEqual([
    ['ca.pem', 'bundles[0].path', 2],
  ])
})

test('who asks Cloudflare for nothing needs no credential', () => {
  expect(problems('bundles: [{name: shared, path: ca.pem}]\n', {})).toEqual([])
  expect(problems(`${certificates}bundles: [{name: shared, path: ca.pem}]\n`, {}).join()).toContain(
    'no credential anywhere',
  )
  expect(problems('bundles: []\n', tokenEnv).join()).toContain('nothing to watch: ')
})

test.each([
  ['{path: ca.pem}', 'bundles[0].name: missing: expected a name of at most 63 letters'],
  ['{name: "a/b", path: ca.pem}', 'bundles[0].name: found "a/b": expected a name of at most 63 letters'],
  ['{name: shared}', 'bundles[0].path: missing: expected the path of a file'],
  [
    '{name: a, path: x}, {name: a, path: y}',
    'bundles[1]: the same name as bundles[0] in line 1: expected one entry for it',
  ],
  ['{name: a, path: x, credentials: default}', 'bundles[0].credentials: unknown key: expected one of'],
  ['{name: a, path: x, labels: {zone: b}}', 'bundles[0].labels.zone: a reserved label name'],
  [
    '{name: a, path: x, thresholds: {critical: 90d}}',
    'bundles[0].thresholds.critical: the warning threshold in force is 90d, the critical one 90d: expected a longer warning',
  ],
  ['{name: a, path: x, thresholds: {critical: 0s}}', 'bundles[0].thresholds.critical: "0s" can never warn in time'],
  ['{name: a, path: x, thresholds: {critical: 1h}}', 'stale_after'],
  ['{name: a, path: state.json}', 'state.path: the same file as a CA file of bundles'],
])('%s is wrong', (entries, problem) => {
  expect(problems(`bundles: [${entries}]\nstate: {path: state.json}\n`).join('\n')).toContain(problem)
})

test('there may be a hundred', () => {
  const list = (count: number) => Array.from({ length: count }, (_, i) => `  - {name: b${i}, path: ca.pem}\n`).join('')
  expect(problems(`bundles:\n${list(100)}`)).toEqual([])
  expect(problems(`bundles:\n${list(101)}`).join()).toContain('at most 100 CA files')
})
