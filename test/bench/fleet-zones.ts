import { unchecked } from '../../src/inventory/merge.ts'
import type { WatchedCertificate, WatchedZone } from '../../src/inventory/snapshot.ts'
import { entry, facts, noon, record } from '../support/certificates.ts'
import { readAtNoon, store, zone } from '../support/exposed-zones.ts'

const certificatesPerZone = 10

/** So many certificates, ten a zone, each as different from the others as real ones are. */
export function fleetZones(certificates: number): readonly WatchedZone[] {
  const zones = Math.ceil(certificates / certificatesPerZone)
  return Array.from({ length: zones }, (_, index) => {
    const zoneId = hex(index, 32)
    const first = index * certificatesPerZone
    const size = Math.min(certificatesPerZone, certificates - first)
    const name = `customer-${index}.example.com`
    return zone({
      scopeId: zoneId,
      name,
      certificates: Array.from({ length: size }, (_, i) => certificate(zoneId, name, first + i)),
      stores: [store({ reading: readAtNoon }, { scopeId: zoneId })],
    })
  })
}

function certificate(zoneId: string, zoneName: string, number: number): WatchedCertificate {
  const certificateId = `${hex(number, 8)}-0c35-4c7f-82c7-${hex(number * 7, 12)}`
  const notAfter = noon + (number % 4000) * 3600
  const certificateEntry = entry({ scopeId: zoneId, certificateId, placeName: zoneName, name: `origin-${number}` })
  const { use, entry: watched } = { ...unchecked(certificateEntry, noon), use: { hostnames: [], inUse: true } }
  return {
    entry: watched,
    use,
    known: {
      facts: facts({ notAfter, serialNumber: String(number).repeat(8), fingerprintSha256: hex(number, 64) }),
      record: record({ expiresOn: notAfter }),
      mismatches: { expires_on: false, serial_number: false, issuer: false, signature: false },
      statusSince: noon - number,
    },
    check: { lastCheck: noon, lastSuccess: noon, failure: undefined, absences: 0 },
  }
}

function hex(number: number, length: number): string {
  return (number * 2654435761).toString(16).padStart(length, '0').slice(-length)
}
