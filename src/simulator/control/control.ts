import type { IncomingMessage } from 'node:http'
import { type Answer, jsonAnswer, textAnswer } from '../api/answer.ts'
import { readBody } from '../api/request-body.ts'
import type { FaultBook } from '../faults/fault-book.ts'
import { parseFaults } from '../faults/parse.ts'
import type { Store } from '../store/store.ts'
import { applyChange, type Change } from './changes.ts'
import { controlHelp } from './help.ts'
import { applyResourceChange } from './resource-changes.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

export interface Control {
  readonly clock: () => Date
  readonly book: FaultBook
  readonly store: Store
}

/** Whether the request is for the simulator itself and not for the simulated API. */
export function isControl(path: string): boolean {
  return path === '/simulator' || path.startsWith('/simulator/')
}

/** Faults and changes by curl. */
export async function control(
  request: IncomingMessage,
  path: string,
  { book, store, clock }: Control,
): Promise<Answer> {
  const { host = '', origin } = request.headers
  // A page in somebody's browser can also reach the loopback address, with its own host name or with an Origin header.
  if (!loopback.test(host) || origin !== undefined) return textAnswer(403, 'Only for people on this machine\n')
  const body = await readBody(request)
  if (body === undefined) return textAnswer(413, 'More than 64 KiB\n')
  const { method = '' } = request
  switch (`${method} ${path}`) {
    case 'GET /simulator':
      return textAnswer(200, controlHelp(`http://${host}`, store))
    case 'GET /simulator/faults':
      return inForce(200, book)
    case 'POST /simulator/faults':
      return addFaults(body, book)
    case 'DELETE /simulator/faults':
      book.clear()
      return inForce(200, book)
    default:
      return changeStore({ method, path, body }, store, clock())
  }
}

async function changeStore(change: Change, store: Store, now: Date): Promise<Answer> {
  return applyChange(change, store) ?? (await applyResourceChange(change, store, now)) ?? textAnswer(404, paths)
}

const paths = `GET /simulator
GET, POST or DELETE /simulator/faults
POST /simulator/associations
POST /simulator/zones/{zone_id}/settings
DELETE /simulator/certificates/{kind}/{zone_id}/{id}
POST /simulator/resources/{resource}/{zone_id or account_id}
POST /simulator/resources/{resource}/{zone_id or account_id}/plan
POST /simulator/resources/{resource}/{zone_id or account_id}/{id}/rotate
POST /simulator/resources/{resource}/{zone_id or account_id}/{id}/age
DELETE /simulator/resources/{resource}/{zone_id or account_id}/{id}
`

function addFaults(body: string, book: FaultBook): Answer {
  const faults = parseFaults(body)
  if (!faults.ok) return textAnswer(400, `${faults.problem}\n`)
  for (const fault of faults.value) book.add(fault)
  return inForce(201, book)
}

function inForce(status: number, book: FaultBook): Answer {
  const faults = book.active().map(({ fault, hits }) => ({ ...fault, path: String(fault.path ?? ''), hits }))
  return jsonAnswer(status, { faults })
}
