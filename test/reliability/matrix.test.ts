import process from 'node:process'
import tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { fleetWith, kindFixtures } from '../support/kind-fixtures.ts'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { drawn } from '../support/random.ts'
import { rows } from './matrix/faults.ts'
import { Journey, phases, type RowResult } from './matrix/journey.ts'
import type { Row } from './matrix/row.ts'
import { matrixLines, matrixTable } from './matrix/table.ts'
import { atATime } from './support/at-a-time.ts'
import { makeServerCertificates } from './support/authority.ts'
import { document, documented } from './support/document.ts'
import { answerNames, type Names } from './support/names.ts'

const { UPDATE_DOCS } = process.env
const seed = seedFrom('MATRIX_SEED')
const isWhole = UPDATE_DOCS !== undefined || longSecondsOf('matrix') !== undefined
const chosen = isWhole ? rows : drawn(rows, 10, seed)
const keyOf = ({ group, name }: Row) => `${group}: ${name}`

const domain = 'api.test'
const trusted = tls.getCACertificates('default')
const results = new Map<string, RowResult>()
let names: Names

/** Most of a row is waiting; so many at a time keep one processor busy. */
const rowsAtATime = 16

beforeAll(async () => {
  names = answerNames(domain)
  const certificates = await makeServerCertificates(domain)
  tls.setDefaultCACertificates([...trusted, certificates.authority])
  const fleet = await largeFleet({ zones: 2, certificatesPerZone: 2, now: new Date() })
  const { uploaded_pair, trust_store_renewed, mtls_leaf, access_day, gateway_zero_times } = await kindFixtures(
    new Date(),
  )
  const otherKinds = fleetWith(uploaded_pair, trust_store_renewed, mtls_leaf, access_day, gateway_zero_times)
  const common = { domain, names, certificates, fleet, otherKinds }
  process.stdout.write(`${chosen.length} of ${rows.length} faults, MATRIX_SEED=${seed}\n`)
  await atATime(rowsAtATime, chosen, async (row, number) => {
    results.set(keyOf(row), await Journey.run(row, number, common))
  })
})

afterAll(() => {
  names.restore()
  tls.setDefaultCACertificates(trusted)
})

test.each(chosen.map((row) => [keyOf(row)] as const))('%s', (key) => {
  const cells = results.get(key)?.cells ?? new Map()
  const wrong = phases.flatMap((phase) => {
    const error = cells.get(phase)
    return error ? [`${phase}: ${error.stack}`] : []
  })
  expect(wrong.join('\n')).toBe('')
  expect(cells.size).toBeGreaterThanOrEqual(phases.length - 1)
})

test('docs/reliability.md shows what was seen', () => {
  const seen = chosen.flatMap((row) => {
    const result = results.get(keyOf(row))
    return result ? [[row, result] as const] : []
  })
  if (UPDATE_DOCS) document('matrix', matrixTable(seen))
  const shown = matrixLines(documented('matrix'))
  const how = 'UPDATE_DOCS=1 npm test -- test/reliability/matrix.test.ts writes it anew'
  expect([...shown.keys()], how).toEqual(rows.map(keyOf))
  const lines = [...matrixLines(matrixTable(seen))]
  expect(lines, how).toEqual(lines.map(([key]) => [key, shown.get(key)]))
  if (isWhole) expect(documented('matrix'), how).toBe(matrixTable(seen))
})
