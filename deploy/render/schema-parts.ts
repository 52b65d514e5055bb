/** A JSON Schema of draft 7, as far as it is used here. */
export interface Schema {
  readonly [keyword: string]: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}

export const text: Schema = { type: 'string' }
export const someText: Schema = { type: 'string', minLength: 1 }
export const flag: Schema = { type: 'boolean' }
export const object: Schema = { type: 'object' }
export const objects: Schema = { type: 'array', items: object }
export const count: Schema = { type: 'integer', minimum: 1 }
export const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 }
export const duration: Schema = { type: 'string', pattern: '^(([0-9]+(ms|[smhdwy]))+|0)?$' }
export const quantity: Schema = { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?([KMGTPE]i|[kMGTPE]|m)?$' }
export const texts: Schema = { type: 'object', additionalProperties: text }
/** A name of Kubernetes' (RFC 1123), or none. */
export const objectName: Schema = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$', maxLength: 63 }
/** A key of labels and annotations: a name, or one behind a domain and a slash. */
export const key = '^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'
const labelValue: Schema = { type: 'string', pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$' }
export const labels: Schema = { type: 'object', additionalProperties: labelValue, propertyNames: { pattern: key } }
export const annotations: Schema = { ...texts, propertyNames: { pattern: key } }
/** A name of Kubernetes' with dots in it (RFC 1123), or none. */
export const subdomain: Schema = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$', maxLength: 253 }
export const quantities: Schema = {
  type: 'object',
  additionalProperties: { anyOf: [quantity, { type: 'number', minimum: 0 }] },
}
export const named: Schema = {
  type: 'object',
  properties: { name: { ...objectName, minLength: 1 } },
  required: ['name'],
}
export const labelName = '^[a-zA-Z_][a-zA-Z0-9_]*$'
export const fileName: Schema = { type: 'string', pattern: '^[-._a-zA-Z0-9]+$' }
export const oneOf = (...words: readonly string[]): Schema => ({ type: 'string', enum: words })
export const map = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
})
