import type { IncomingMessage } from 'node:http'
import { type Answer, jsonAnswer, textAnswer } from './answer.ts'
import type { FaultBook } from './faults/book.ts'
import { parseFaults } from './faults/parse.ts'
import { controlHelp } from './help.ts'
import type { Store } from './store.ts'

const bodyLimit = 64 * 1024
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

export interface Control {
  readonly book: FaultBook
  readonly store: Store
}

/** Whether the request is for the simulator itself, not for the API it plays. */
export function isControl(path: string): boolean {
  return path === '/simulator' || path.startsWith('/simulator/')
}

/** Outages by curl. */
export async function control(request: IncomingMessage, path: string, { book, store }: Control): Promise<Answer> {
  const { host = '', origin } = request.headers
  // A page in somebody's browser can reach loopback as well: under a name of its own, or with an Origin.
  if (!loopback.test(host) || origin !== undefined) return textAnswer(403, 'Only for people on this machine\n')
  switch (`${request.method} ${path}`) {
    case 'GET /simulator':
      return textAnswer(200, controlHelp(`http://${host}`, store))
    case 'GET /simulator/faults':
      return inForce(200, book)
    case 'POST /simulator/faults':
      return addFaults(await readBody(request), book)
    case 'DELETE /simulator/faults':
      book.clear()
      return inForce(200, book)
    default:
      return textAnswer(404, 'GET /simulator, GET, POST or DELETE /simulator/faults\n')
  }
}

function addFaults(body: string | undefined, book: FaultBook): Answer {
  if (body === undefined) return textAnswer(413, 'More than 64 KiB\n')
  const faults = parseFaults(body)
  if (!faults.ok) return textAnswer(400, `${faults.problem}\n`)
  for (const fault of faults.value) book.add(fault)
  return inForce(201, book)
}

function inForce(status: number, book: FaultBook): Answer {
  const faults = book.active().map(({ fault, hits }) => ({ ...fault, path: String(fault.path ?? ''), hits }))
  return jsonAnswer(status, { faults })
}

/** Undefined where the body is too large. Reads to the end all the same: a client that is still sending would not see the answer. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size <= bodyLimit) chunks.push(bytes)
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks).toString()
}
