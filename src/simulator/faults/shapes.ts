import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { bytesOf, type Json, type JsonObject } from '../api/answer.ts'
import { faultKind } from './kind.ts'
import { number, oneOf, text } from './parameters.ts'
import { association, withItems, withResult } from './results.ts'

/** The value in answers of the fault `private_key`. It must never appear in logs, metrics, pages or state. */
export const simulatedPrivateKey =
  '-----BEGIN PRIVATE KEY-----\nU0lNVUxBVEVELVBSSVZBVEUtS0VZ\n-----END PRIVATE KEY-----\n'

const otherId = '00000000-0000-4000-8000-000000000000'

/** A correct envelope with a wrong result. Failures stay unchanged. */
export const shapeFaults = {
  null_result: faultKind('success: true and result: null', {}, (answer) => withResult(answer, () => null)),

  wrong_id: faultKind('the certificate of another id', { id: text(otherId) }, (answer, { id }) =>
    withItems(answer, (item) => ({ ...item, ['cert_id' in item ? 'cert_id' : 'id']: id })),
  ),

  wrong_shape: faultKind(
    'the result is something else altogether; list: the right result in a list',
    { shape: oneOf('list', 'text', 'number', 'boolean', 'object') },
    (answer, { shape }) => withResult(answer, (result) => wrongShape(shape, result)),
  ),

  field: faultKind(
    'one field is missing, null, a number, or any text',
    { name: text('certificate'), becomes: oneOf('missing', 'null', 'number', 'text'), text: text('') },
    (answer, { name, becomes, text: value }) =>
      withItems(answer, ({ [name]: _, ...rest }) =>
        becomes === 'missing' ? rest : { ...rest, [name]: { null: null, number: 42, text: value }[becomes] },
      ),
  ),

  association_shape: faultKind(
    'lists as the API gave them before 2026: cert_id, cert_status, cert_uploaded_on',
    { hostname: text('app.example.com') },
    (answer, { hostname }) => withItems(answer, (item) => association(item, hostname)),
  ),

  private_key: faultKind('a private key in the answer', {}, (answer) =>
    withItems(answer, (item) => ({ ...item, private_key: simulatedPrivateKey })),
  ),

  go_date: faultKind('instants as Go prints them: 2026-01-01 05:20:00 +0000 UTC', {}, (answer) =>
    withItems(answer, (item) => withInstants(item, goInstant)),
  ),

  zero_date: faultKind('the zero time of Go: 0001-01-01T00:00:00Z', {}, (answer) =>
    withItems(answer, (item) => withInstants(item, () => '0001-01-01T00:00:00Z')),
  ),

  encoded: faultKind(
    'compressed, although nobody asked for it; `unknown`: in an encoding that is none',
    { encoding: oneOf('gzip', 'br', 'deflate', 'unknown') },
    (answer, { encoding }) => ({
      ...answer,
      headers: { ...answer.headers, 'content-encoding': encoding === 'unknown' ? 'x-simulated' : encoding },
      content: encoders[encoding](bytesOf(answer)),
    }),
  ),

  deeply_nested: faultKind(
    'a result of so many lists in one another',
    { depth: number(100_000) },
    (answer, { depth }) => {
      const body = `{"success":true,"errors":[],"messages":[],"result":${'['.repeat(depth)}${']'.repeat(depth)}}`
      return { ...answer, status: 200, content: Buffer.from(body) }
    },
  ),

  invalid_utf8: faultKind('JSON with bytes in its texts that are not UTF-8', {}, (answer) => {
    const body = bytesOf(answer)
    const inText = body.indexOf('"issuer":"') + '"issuer":"'.length
    const at = inText > '"issuer":"'.length ? inText : body.length
    return {
      ...answer,
      content: Buffer.concat([body.subarray(0, at), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), body.subarray(at)]),
    }
  }),
}

const encoders = {
  gzip: (body: Buffer) => gzipSync(body),
  br: (body: Buffer) => brotliCompressSync(body),
  deflate: (body: Buffer) => deflateSync(body),
  unknown: (body: Buffer) => body,
} as const

function wrongShape(shape: 'list' | 'text' | 'number' | 'boolean' | 'object', result: Json): Json {
  return { list: [result], text: 'certificate', number: 42, boolean: true, object: {} }[shape]
}

const instants = [
  'expires_on',
  'uploaded_on',
  'modified_on',
  'created_at',
  'updated_at',
  'cert_uploaded_on',
  'cert_updated_at',
]

function withInstants(item: JsonObject, change: (instant: string) => string): JsonObject {
  const names = instants.filter((name) => typeof item[name] === 'string')
  return { ...item, ...Object.fromEntries(names.map((name) => [name, change(String(item[name]))])) }
}

function goInstant(instant: string): string {
  return `${instant.replace('T', ' ').replace('Z', '')} +0000 UTC`
}
