import tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { rows } from './matrix/faults.ts'
import { Journey, phases, type RowResult } from './matrix/journey.ts'
import { matrixTable } from './matrix/table.ts'
import { atATime } from './support/at-a-time.ts'
import { makeServerCertificates } from './support/authority.ts'
import { document, documented } from './support/document.ts'
import { answerNames, type Names } from './support/names.ts'

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
  const common = { domain, names, certificates, fleet }
  await atATime(rowsAtATime, rows, async (row, number) => {
    results.set(`${row.group}: ${row.name}`, await Journey.run(row, number, common))
  })
}, 900_000)

afterAll(() => {
  names.restore()
  tls.setDefaultCACertificates(trusted)
})

test.each(rows.map((row) => [`${row.group}: ${row.name}`] as const))('%s', (key) => {
  const cells = results.get(key)?.cells ?? new Map()
  const wrong = phases.flatMap((phase) => {
    const error = cells.get(phase)
    return error ? [`${phase}: ${error.stack}`] : []
  })
  expect(wrong.join('\n')).toBe('')
  expect(cells.size).toBeGreaterThanOrEqual(phases.length - 1)
})

test('docs/reliability.md shows what was seen', () => {
  const seen = matrixTable(
    rows.flatMap((row) => {
      const result = results.get(`${row.group}: ${row.name}`)
      return result ? [[row, result] as const] : []
    }),
  )
  const { UPDATE_DOCS } = process.env
  if (UPDATE_DOCS) document('matrix', seen)
  expect(documented('matrix'), 'UPDATE_DOCS=1 npm test -- test/reliability/matrix.test.ts writes it anew').toBe(seen)
})
