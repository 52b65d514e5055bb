import { randomUUID } from 'node:crypto'
import { type Answer, isJsonList, type JsonObject, jsonAnswer, textAnswer } from '../api/answer.ts'
import { resourceForms } from '../api/resource-forms.ts'
import { type ResourceOrder, recordFor } from '../fleet/resource-order.ts'
import { type ResourceName, resourceNames, type SimulatedResource } from '../store/resource.ts'
import type { Store } from '../store/store.ts'
import type { Change } from './changes.ts'
import { parseFields } from './fields.ts'
import { orderExample, orderFields, orderProblem } from './resource-order-fields.ts'

interface Place {
  readonly store: Store
  readonly now: Date
  readonly resource: ResourceName
  readonly scopeId: string
  readonly id: string
}

const resourcePath = /^\/simulator\/resources\/(\w+)\/([0-9a-f]{32})(?:\/([0-9a-f-]{36})(?:\/(rotate|age))?|\/(plan))?$/

/** Uploads, rotates, ages and deletes what `GET …/{resource}` lists. Undefined if the path is no change. */
export async function applyResourceChange(change: Change, store: Store, now: Date): Promise<Answer | undefined> {
  const { method, path, body } = change
  const [matched, name, scopeId = '', id = '', verb, plan] = resourcePath.exec(path) ?? []
  const resource = resourceNames.find((each) => each === name)
  if (matched === undefined || resource === undefined) return undefined
  const place: Place = { store, now, resource, scopeId, id }
  if (!hasScope(place)) return textAnswer(404, `there is no ${resourceForms[resource].scope} ${scopeId}\n`)
  if (plan !== undefined) return method === 'POST' ? changePlan(body, place) : undefined
  if (id === '') return method === 'POST' ? upload(body, place) : undefined
  const entry = store.resources.find({ resource, scopeId, id })
  if (entry === undefined) return textAnswer(404, `${scopeId} has no ${resource} ${id}\n`)
  if (method === 'DELETE' && verb === undefined) return remove(body, entry, store)
  return method === 'POST' && verb !== undefined ? renew(body, entry, verb === 'rotate', place) : undefined
}

function hasScope({ store, resource, scopeId }: Place): boolean {
  return resourceForms[resource].scope === 'zone' ? store.hasZone(scopeId) : store.resources.hasAccount(scopeId)
}

function changePlan(body: string, { store, resource, scopeId }: Place): Answer {
  const fields = parseFields(body, ['included'], '{"included": false}')
  if (!fields.ok) return textAnswer(400, `${fields.problem}\n`)
  const { included } = fields.value
  if (typeof included !== 'boolean') return textAnswer(400, 'included must be true or false\n')
  store.resources.setInPlan({ resource, scopeId }, included)
  return jsonAnswer(200, { included })
}

async function upload(body: string, place: Place): Promise<Answer> {
  const fields = parseFields(body, orderFields, orderExample)
  if (!fields.ok) return textAnswer(400, `${fields.problem}\n`)
  const problem = orderProblem(fields.value)
  if (problem !== undefined) return textAnswer(400, `${problem}\n`)
  const order = orderOf(fields.value, place)
  const expectation = { state: 'ok' } as const
  const entry = { ...order, about: 'uploaded by curl', expectation, record: await recordFor(order) }
  place.store.resources.put(entry)
  return jsonAnswer(201, entry.record)
}

/** `rotate`: under a new id, as after a PATCH of an uploaded certificate, and the old id is gone. `age`: under its id. */
async function renew(body: string, entry: SimulatedResource, isRotation: boolean, place: Place): Promise<Answer> {
  const fields = parseFields(body, ['days'], '{"days": 90}')
  if (!fields.ok) return textAnswer(400, `${fields.problem}\n`)
  const problem = orderProblem(fields.value)
  if (problem !== undefined) return textAnswer(400, `${problem}\n`)
  const id = isRotation ? randomUUID() : entry.id
  const { days } = fields.value
  const order = { ...orderOf({ ...knownOf(entry), days }, place), id }
  if (isRotation) place.store.resources.take(entry, 'vanish')
  const renewed = { ...entry, id, record: await recordFor(order) }
  place.store.resources.put(renewed)
  return jsonAnswer(200, renewed.record)
}

function remove(body: string, entry: SimulatedResource, { resources }: Store): Answer {
  const fields = parseFields(body === '' ? '{}' : body, ['how'], '{"how": "tombstone"}')
  if (!fields.ok) return textAnswer(400, `${fields.problem}\n`)
  const { how = 'vanish' } = fields.value
  if (how !== 'vanish' && how !== 'tombstone') return textAnswer(400, 'how must be "vanish" or "tombstone"\n')
  const hasStatus = 'status' in entry.record || 'binding_status' in entry.record
  if (how === 'tombstone' && !hasStatus) return textAnswer(400, `${entry.resource} have no status\n`)
  resources.take(entry, how)
  return jsonAnswer(200, { id: entry.id })
}

const dayMs = 86_400_000

function orderOf(fields: JsonObject, { resource, scopeId, now }: Place): ResourceOrder {
  const { days, name, hosts = [], algorithm, ca = false, in_use: inUse = false } = fields
  const end = new Date(Math.floor(now.getTime() / 1000) * 1000 + Number(days) * dayMs)
  return {
    resource,
    scopeId,
    id: randomUUID(),
    name: typeof name === 'string' ? name : 'uploaded by curl',
    hosts: isJsonList(hosts) ? hosts.map(String) : [],
    algorithm: algorithm === 'ECDSA' ? 'ECDSA' : 'RSA',
    ca: ca === true,
    inUse: inUse === true,
    begin: new Date(end.getTime() - 365 * dayMs),
    end,
  }
}

/** The fields of the order that led to an entry. */
function knownOf({ name, record }: SimulatedResource): JsonObject {
  const { hosts, associated_hostnames, signature, ca, in_use } = record
  const algorithm = String(signature).startsWith('ECDSA') ? 'ECDSA' : 'RSA'
  return { name, hosts: hosts ?? associated_hostnames, algorithm, ca, in_use }
}
