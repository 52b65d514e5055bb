import { type Answer, jsonAnswer, textAnswer } from '../api/answer.ts'
import { associationRecord } from '../api/association-record.ts'
import { type Parsed, wrong } from '../api/parsed.ts'
import type { AssociationChange } from '../store/association-book.ts'
import type { CertificateKey } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import { parseFields } from './fields.ts'

/** Changes that a user makes at Cloudflare, by curl. */
export interface Change {
  readonly method: string
  readonly path: string
  readonly body: string
}

const certificatePath = /^\/simulator\/certificates\/(hostname|zone)\/([0-9a-f]{32})\/([^/]+)$/
const settingsPath = /^\/simulator\/zones\/([0-9a-f]{32})\/settings$/

/** Makes the change and returns the new state. Undefined if the path is no change. */
export function applyChange({ method, path, body }: Change, store: Store): Answer | undefined {
  if (method === 'POST' && path === '/simulator/associations') return changeAssociation(body, store)
  const [, zoneId] = settingsPath.exec(path) ?? []
  if (method === 'POST' && zoneId !== undefined) return changeSettings(zoneId, body, store)
  const [, kind, inZone = '', certificateId = ''] = certificatePath.exec(path) ?? []
  if (method === 'DELETE' && (kind === 'hostname' || kind === 'zone'))
    return deleteCertificate({ kind, zoneId: inZone, certificateId }, store)
  return undefined
}

function changeAssociation(body: string, store: Store): Answer {
  const change = parseAssociation(body)
  if (!change.ok) return textAnswer(400, `${change.problem}\n`)
  const { zoneId, hostname, certificateId } = change.value
  const record = store.certificate({ kind: 'hostname', zoneId, certificateId })?.record
  if (record === undefined) return textAnswer(404, `zone ${zoneId} has no hostname certificate ${certificateId}\n`)
  store.associate(change.value)
  const association = store.association(zoneId, hostname)
  return jsonAnswer(200, association ? associationRecord(association, record) : {})
}

function parseAssociation(body: string): Parsed<AssociationChange> {
  const example = '{"zone_id": "…", "hostname": "…", "certificate_id": "…", "enabled": true}'
  const fields = parseFields(body, ['zone_id', 'hostname', 'certificate_id', 'enabled'], example)
  if (!fields.ok) return fields
  const { zone_id: zoneId, hostname, certificate_id: certificateId, enabled } = fields.value
  if (typeof zoneId !== 'string') return wrong('zone_id must be a text')
  if (typeof hostname !== 'string') return wrong('hostname must be a text')
  if (typeof certificateId !== 'string') return wrong('certificate_id must be a text')
  if (typeof enabled !== 'boolean') return wrong('enabled must be true or false')
  return { ok: true, value: { zoneId, hostname, certificateId, enabled } }
}

function changeSettings(zoneId: string, body: string, store: Store): Answer {
  const fields = parseFields(body, ['enabled'], '{"enabled": true}')
  if (!fields.ok) return textAnswer(400, `${fields.problem}\n`)
  const { enabled } = fields.value
  if (typeof enabled !== 'boolean') return textAnswer(400, 'enabled must be true or false\n')
  if (!store.hasZone(zoneId)) return textAnswer(404, `there is no zone ${zoneId}\n`)
  store.switchZoneStore(zoneId, enabled)
  return jsonAnswer(200, { enabled })
}

function deleteCertificate(key: CertificateKey, store: Store): Answer {
  if (store.certificate(key)?.record === undefined)
    return textAnswer(404, `zone ${key.zoneId} has no ${key.kind} certificate ${key.certificateId}\n`)
  store.remove(key, 'tombstone')
  return jsonAnswer(200, { id: key.certificateId, status: store.certificate(key)?.record?.status })
}
