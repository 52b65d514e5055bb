import { issueUntil } from '../api/records.ts'
import type { ResourceName, ResourceRecord } from '../store/resource.ts'
import type { CertificateOrder, IssuedCertificate } from './certificates.ts'
import {
  type Algorithm,
  accessRecord,
  gatewayRecord,
  mtlsRecord,
  packRecord,
  trustStoreRecord,
  uploadedRecord,
  type Validity,
} from './resource-records.ts'

/** What somebody uploads. Each resource takes from it what it has. */
export interface ResourceOrder extends Validity {
  readonly resource: ResourceName
  readonly scopeId: string
  readonly id: string
  readonly name: string
  /** Those that it is valid for, or those that Access uses it for. */
  readonly hosts: readonly string[]
  readonly algorithm: Algorithm
  /** In the mTLS store: whether it is a CA. */
  readonly ca: boolean
  /** At Gateway. */
  readonly inUse: boolean
}

/** Makes the keys that are needed, and the record that the API has afterwards. */
export async function recordFor(order: ResourceOrder): Promise<ResourceRecord> {
  const { id, name, hosts, ca, inUse, end } = order
  switch (order.resource) {
    case 'custom_certificates':
      return uploadedRecord({ ...order, zoneId: order.scopeId, status: 'active' })
    case 'custom_trust_store':
      return trustStoreRecord(id, await issued(order, true), 'active')
    case 'certificate_packs':
      return packRecord({ id, type: 'universal', hosts, status: 'active', ends: [end, end] })
    case 'mtls_certificates':
      return mtlsRecord(id, name, [await issued(order, ca)], ca)
    case 'access_certificates':
      return accessRecord(id, name, hosts, order)
    case 'gateway_certificates':
      return gatewayRecord(id, await issued(order, true), inUse ? 'available' : 'inactive', inUse)
  }
}

function issued({ name, begin, end, algorithm }: ResourceOrder, authority: boolean): Promise<IssuedCertificate> {
  const keyType = algorithm === 'RSA' ? 'rsa2048' : 'p256'
  const order: Partial<CertificateOrder> & Pick<CertificateOrder, 'subject'> = {
    keyType,
    notBefore: begin,
    authority,
    subject: [
      ['O', 'Example BV'],
      ['CN', name],
    ],
  }
  return issueUntil(end, order)
}
