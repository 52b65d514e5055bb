/** Certificates in DER, made without keys: nobody verifies their signatures, and the same seed gives the same bytes. */

export interface CertificateText {
  readonly pem: string
  /** As the API writes it. */
  readonly serialNumber: string
}

interface Order {
  readonly commonName: string
  readonly serial: bigint
  /** Unix seconds. */
  readonly notBefore: number
  readonly notAfter: number
  /** Default: a client's. */
  readonly isAuthority?: boolean
}

export const issuer = 'CN=Simulated CA'
export const signature = 'ECDSA-SHA256'

export function makeCertificate({
  commonName,
  serial,
  notBefore,
  notAfter,
  isAuthority = false,
}: Order): CertificateText {
  const ecdsaWithSha256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))
  const body = sequence(
    tagged(0xa0, integer(2n)),
    integer(serial),
    ecdsaWithSha256,
    name('Simulated CA'),
    sequence(time(notBefore), time(notAfter)),
    name(commonName),
    publicKey,
    tagged(0xa3, isAuthority ? extensionsOfAuthority : extensions),
  )
  const der = sequence(body, ecdsaWithSha256, bits(sequence(integer(1n), integer(1n))))
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, serialNumber: serial.toString() }
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts)
const oid = (bytes: readonly number[]) => tagged(0x06, Buffer.from(bytes))
const octets = (content: Buffer) => tagged(0x04, content)
const bits = (content: Buffer) => tagged(0x03, Buffer.from([0]), content)

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function name(commonName: string): Buffer {
  const attribute = sequence(oid([0x55, 0x04, 0x03]), tagged(0x13, Buffer.from(commonName)))
  return sequence(tagged(0x31, attribute))
}

/** UTCTime, until 2049. */
function time(unixSeconds: number): Buffer {
  const text = new Date(unixSeconds * 1000).toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${text}Z`))
}

/** The generator of P-256 is a point like any other. */
const generator =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'

const publicKey = sequence(
  sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]), oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07])),
  bits(Buffer.from(generator, 'hex')),
)

const critical = tagged(0x01, Buffer.from([0xff]))

const extensions = sequence(
  sequence(oid([0x55, 0x1d, 0x0f]), critical, octets(tagged(0x03, Buffer.from([7, 0x80])))),
  sequence(oid([0x55, 0x1d, 0x25]), octets(sequence(oid([0x2b, 6, 1, 5, 5, 7, 3, 2])))),
)

const extensionsOfAuthority = sequence(
  sequence(oid([0x55, 0x1d, 0x13]), critical, octets(sequence(critical))),
  sequence(oid([0x55, 0x1d, 0x0f]), critical, octets(tagged(0x03, Buffer.from([2, 4])))),
)
