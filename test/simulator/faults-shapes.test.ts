import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { request } from 'undici'
import { beforeEach, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { simulatedPrivateKey } from '../../src/simulator/faults/shapes.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { answer, ask, fleetOnce, listPath, member, pathOf, simulator } from './support.ts'

let running: Simulator
let path: string
let list: string
let record: Record<string, unknown>
beforeEach(async () => {
  running = await simulator()
  const fine = member(await fleetOnce(), 'fine-ecdsa')
  path = pathOf(fine)
  list = listPath('hostname', fine.zoneId)
  record = { ...fine.record }
})

/** Plays one fault on one request and gives the result that stands in an envelope without any fault. */
async function result(fault: Fault, at = path): Promise<unknown> {
  running.fault({ ...fault, times: 1 })
  const { status, body } = await answer(ask(running, at))
  expect([status, body]).toMatchObject([200, { success: true, errors: [], messages: [] }])
  return body instanceof Object && 'result' in body ? body.result : undefined
}

test('null_result, wrong_id', async () => {
  expect(await result({ fault: 'null_result' })).toBeNull()
  expect(await result({ fault: 'wrong_id', id: 'other' })).toEqual({ ...record, id: 'other' })
})

test('wrong_shape', async () => {
  expect(await result({ fault: 'wrong_shape' })).toEqual([record])
  expect(await result({ fault: 'wrong_shape', shape: 'text' })).toBe('certificate')
  expect(await result({ fault: 'wrong_shape', shape: 'number' })).toBe(42)
  expect(await result({ fault: 'wrong_shape', shape: 'boolean' })).toBe(true)
  expect(await result({ fault: 'wrong_shape', shape: 'object' }, list)).toEqual({})
})

test('field', async () => {
  const { status: _, ...rest } = record
  expect(await result({ fault: 'field', name: 'status' })).toEqual(rest)
  expect(await result({ fault: 'field', name: 'status', becomes: 'null' })).toEqual({ ...record, status: null })
  expect(await result({ fault: 'field', name: 'status', becomes: 'number' })).toEqual({ ...record, status: 42 })
  expect(await result({ fault: 'field', name: 'status', becomes: 'text' })).toEqual({ ...record, status: '' })
  const said = await result({ fault: 'field', name: 'status', becomes: 'text', text: 'moved' })
  expect(said).toEqual({ ...record, status: 'moved' })
})

test('association_shape, in every item of a list', async () => {
  const items = await result({ fault: 'association_shape' }, list)
  const { id, status, uploaded_on, ...rest } = record
  const own = {
    hostname: 'app.example.com',
    cert_id: id,
    cert_status: status,
    cert_uploaded_on: uploaded_on,
    ...rest,
  }
  expect(items).toContainEqual(expect.objectContaining(own))
  expect(items).not.toContainEqual(expect.objectContaining({ id }))
})

test('private_key', async () => {
  expect(await result({ fault: 'private_key' })).toEqual({ ...record, private_key: simulatedPrivateKey })
})

test('go_date, zero_date', async () => {
  expect(await result({ fault: 'go_date' })).toMatchObject({ expires_on: '2027-09-19 12:00:00 +0000 UTC' })
  expect(await result({ fault: 'zero_date' })).toMatchObject({ expires_on: '0001-01-01T00:00:00Z' })
})

test('failures stay as they are', async () => {
  running.fault({ fault: 'null_result' })
  const response = await ask(running, `${list}/5e4f1c2a-7b3d-4e60-9a8c-000000000099`)
  expect(await response.json()).toMatchObject({ errors: [{ code: 1551 }] })
})

test('deeply_nested', async () => {
  running.fault({ fault: 'deeply_nested', depth: 5000 })
  const text = await (await ask(running, path)).text()
  expect(text).toContain('['.repeat(5000))
  expect(() => JSON.parse(text)).not.toThrow()
})

test('invalid_utf8', async () => {
  running.fault({ fault: 'invalid_utf8' })
  const bytes = await (await ask(running, path)).arrayBuffer()
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow()
  expect(JSON.parse(new TextDecoder().decode(bytes)).result.issuer).toContain('\ufffd')
})

test.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
  ['unknown', (body: Buffer) => body],
] as const)('encoded: %s, and right all the same once it is decoded', async (encoding, decode) => {
  running.fault({ fault: 'encoded', encoding, times: 1 })
  const { token } = running.credentials
  const { body } = await request(`${running.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })
  expect(JSON.parse(decode(Buffer.from(await body.bytes())).toString())).toMatchObject({
    success: true,
    result: record,
  })
})
