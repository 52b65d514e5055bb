import { randomUUID, X509Certificate } from 'node:crypto'
import type { CertificateKey, CertificateKind, CertificateRecord } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import type { Answer, JsonObject } from './answer.ts'
import { associationRecord } from './association-record.ts'
import { failure, list, single } from './envelope.ts'
import { apiInstant, apiUploadInstant } from './records.ts'
import { type Asked, inZone, type Route } from './route.ts'

/** A change by the owner of the certificates, who follows a runbook. The exporter only reads. */
export interface WriteRoute extends Route {
  readonly method: 'POST' | 'PUT' | 'DELETE'
}

const originPulls = '/zones/:zone/origin_tls_client_auth'

/** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
export const writeRoutes: readonly WriteRoute[] = [
  { method: 'PUT', path: `${originPulls}/hostnames`, answer: inZone(associate) },
  { method: 'POST', path: `${originPulls}/hostnames/certificates`, answer: inZone(uploadTo('hostname')) },
  { method: 'DELETE', path: `${originPulls}/hostnames/certificates/:id`, answer: inZone(removeFrom('hostname')) },
  { method: 'POST', path: originPulls, answer: inZone(uploadTo('zone')) },
  { method: 'DELETE', path: `${originPulls}/:id`, answer: inZone(removeFrom('zone')) },
]

/** The answer says that it is on its way. Every later one says that it is active. */
function uploadTo(kind: CertificateKind): (asked: Asked, zoneId: string) => Answer {
  return ({ store, body, now }, zoneId) => {
    const { certificate, private_key } = fieldsOf(body)
    const record = typeof private_key === 'string' && private_key !== '' ? recordOfPem(certificate, now) : undefined
    if (record === undefined) return failure(400, [{ code: 1400, message: 'certificate or private key is invalid' }])
    store.upsert({
      kind,
      zoneId,
      certificateId: record.id,
      name: record.id,
      zone: store.zones().find(({ id }) => id === zoneId)?.name ?? zoneId,
      about: 'uploaded through the API',
      expectation: { state: 'ok' },
      record,
    })
    return single({ ...record, status: 'pending_deployment' })
  }
}

function recordOfPem(pem: unknown, now: Date): CertificateRecord | undefined {
  if (typeof pem !== 'string') return undefined
  try {
    const leaf = new X509Certificate(pem)
    return {
      id: randomUUID(),
      status: 'active',
      issuer: leaf.issuer,
      serial_number: BigInt(`0x${leaf.serialNumber}`).toString(),
      certificate: pem,
      expires_on: apiInstant(leaf.validToDate),
      uploaded_on: apiUploadInstant(now),
    }
  } catch {
    return undefined
  }
}

function removeFrom(kind: CertificateKind): (asked: Asked, zoneId: string) => Answer {
  return ({ store, parameters }, zoneId) => {
    const key: CertificateKey = { kind, zoneId, certificateId: parameters['id'] ?? '' }
    const record = store.certificate(key)?.record
    if (record === undefined) return failure(404, [{ code: 1551, message: 'certificate not found' }])
    store.remove(key, 'tombstone')
    return single({ ...record, status: 'pending_deletion' })
  }
}

function associate({ store, body }: Asked, zoneId: string): Answer {
  const { config } = fieldsOf(body)
  const answers = Array.isArray(config) ? config.map((each) => associateOne(store, zoneId, each)) : []
  if (answers.length === 0 || answers.includes(undefined))
    return failure(400, [{ code: 1400, message: 'config must name hostnames, certificates of the zone and enabled' }])
  return list(
    answers.flatMap((answer) => (answer ? [answer] : [])),
    'list',
  )
}

function associateOne(store: Store, zoneId: string, change: unknown): JsonObject | undefined {
  const { hostname, cert_id: certificateId, enabled } = recordFrom(change)
  if (typeof hostname !== 'string' || typeof certificateId !== 'string' || typeof enabled !== 'boolean')
    return undefined
  const record = store.certificate({ kind: 'hostname', zoneId, certificateId })?.record
  if (record === undefined) return undefined
  store.associate({ zoneId, hostname, certificateId, enabled })
  const association = store.association(zoneId, hostname)
  return association && associationRecord(association, record)
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return recordFrom(JSON.parse(body))
  } catch {
    return {}
  }
}

function recordFrom(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
