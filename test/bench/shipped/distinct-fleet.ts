import { calendar, issueUntil, recordOf } from '../../../src/simulator/api/records.ts'
import { largeFleet } from '../../../src/simulator/fleet/demo-fleet.ts'
import type { Fleet } from '../../../src/simulator/store/model.ts'

const certificatesPerZone = 10

/**
 * A fleet for the bench, ten certificates a zone, all RSA 2048 and each with other bytes. Only the serial number differs: it is written
 * over that of one signed certificate, since ten thousand signatures take longer than what is measured. Nobody here verifies them.
 */
export async function distinctFleet(certificates: number): Promise<Fleet> {
  const now = new Date()
  const fleet = await largeFleet({ zones: certificates / certificatesPerZone, certificatesPerZone, now })
  const subject = [
    ['C', 'NL'],
    ['O', 'Example, Inc.'],
    ['CN', 'origin pull'],
  ] as const
  const leaf = await issueUntil(calendar(now).days(200), { subject, keyType: 'rsa2048' })
  const template = Buffer.from(leaf.pem.replace(/-----.*-----/g, ''), 'base64')
  const serial = Buffer.from(BigInt(leaf.serialDecimal).toString(16), 'hex')
  const place = template.indexOf(serial)
  return {
    ...fleet,
    certificates: fleet.certificates.map((certificate, number) => {
      const der = Buffer.from(template)
      der.writeUInt32BE(number, place + serial.length - 4)
      const serialDecimal = BigInt(`0x${der.toString('hex', place, place + serial.length)}`).toString()
      const record = recordOf(certificate.certificateId, { ...leaf, pem: pemOf(der), serialDecimal })
      return { ...certificate, record, expectation: { state: 'ok' } }
    }),
  }
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
