import 'reflect-metadata/lite'
import { Name } from '@peculiar/x509'

/** The object identifiers of the attributes that a simulated name can have. */
const attributeTypes = {
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  POSTALCODE: '2.5.4.17',
  EMAIL: '1.2.840.113549.1.9.1',
  UID: '0.9.2342.19200300.100.1.1',
} as const

export type AttributeType = keyof typeof attributeTypes

/** A distinguished name in the order of its encoding. Each attribute is a set of its own. */
export type DistinguishedName = readonly (readonly [AttributeType, string])[]

/** Go keeps these attributes in fields and writes them in this order. All others come before them, as `oid=#der`. */
const goFields: readonly AttributeType[] = ['C', 'ST', 'L', 'STREET', 'POSTALCODE', 'O', 'OU', 'CN', 'SERIALNUMBER']

/** Go keeps one string for each of these two, so the last value wins. */
const goSingle: readonly AttributeType[] = ['CN', 'SERIALNUMBER']

const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/

/** The name as in certificates: e-mail addresses as IA5String, other values as PrintableString if possible. */
export function encodableName(name: DistinguishedName): Name {
  return new Name(name.map(([type, value]) => ({ [attributeTypes[type]]: [encodableValue(type, value)] })))
}

function encodableValue(type: AttributeType, value: string) {
  if (type === 'EMAIL') return { ia5String: value }
  return printable.test(value) ? { printableString: value } : { utf8String: value }
}

/** The name as Cloudflare's API writes it, in the form of Go's `pkix.Name.String()`: known attributes grouped and last first. */
export function goName(name: DistinguishedName): string {
  const others = name.filter(([type]) => !goFields.includes(type)).map(([type, value]) => goOther(type, value))
  const known = goFields.map((type) => goField(type, name)).filter((text) => text !== undefined)
  return [...others, ...known].reverse().join(',')
}

function goField(type: AttributeType, name: DistinguishedName): string | undefined {
  const values = name.filter(([each]) => each === type).map(([, value]) => `${type}=${goEscape(value)}`)
  if (values.length === 0) return undefined
  return goSingle.includes(type) ? values.at(-1) : values.join('+')
}

function goOther(type: AttributeType, value: string): string {
  return `${attributeTypes[type]}=#${derString(value).toString('hex')}`
}

function goEscape(value: string): string {
  return value.replaceAll(/[,+"\\<>;]|^[ #]| $/g, (character) => `\\${character}`)
}

function derString(value: string): Buffer {
  const bytes = Buffer.from(value)
  const tag = printable.test(value) ? 0x13 : 0x0c
  return Buffer.concat([Buffer.from([tag, ...derLength(bytes.length)]), bytes])
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
