import {
  type Answer,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  textAnswer,
} from '../../../src/simulator/api/answer.ts'
import { failure } from '../../../src/simulator/api/envelope.ts'

/**
 * What may be wrong between the daemon and its facts. `blocks`: nothing of it can be read. `hinders`: some of it may be. `misleads`: what
 * is answered is not what is so, and a careful reader is not led astray by it.
 */
export const disturbances = {
  network: 'blocks',
  timeout: 'blocks',
  server_error: 'blocks',
  portal: 'blocks',
  rate_limited: 'blocks',
  requests_used_up: 'blocks',
  token_refused: 'blocks',
  token_expired: 'blocks',
  token_half_written: 'blocks',
  token_file_missing: 'blocks',
  zone_closed: 'blocks',
  flaky: 'hinders',
  slow: 'hinders',
  few_requests_left: 'hinders',
  partial_list: 'misleads',
  foreign_list: 'misleads',
  odd_field: 'misleads',
} as const satisfies Readonly<Record<string, 'blocks' | 'hinders' | 'misleads'>>
export type DisturbanceName = keyof typeof disturbances

/** The reasons that the daemon may give for each of those that block. */
export const rightReasons: Readonly<Partial<Record<DisturbanceName, readonly string[]>>> = {
  network: ['network'],
  timeout: ['timeout'],
  server_error: ['server_error'],
  portal: ['bad_response'],
  rate_limited: ['rate_limited'],
  requests_used_up: ['rate_limited'],
  token_refused: ['auth'],
  token_expired: ['auth'],
  token_half_written: ['auth'],
  token_file_missing: ['credential'],
  zone_closed: ['permission', 'auth'],
}

/** How long it may take, beyond the next cycle, until the daemon asks again after it: it asks less and less often what is refused. */
const recovery: Readonly<Partial<Record<DisturbanceName, number>>> = {
  token_refused: 3600,
  token_expired: 3600,
  token_half_written: 3600,
  zone_closed: 3600,
}

export interface Disturbance {
  readonly name: DisturbanceName
  /** Undefined: every zone. */
  readonly zoneId: string | undefined
  readonly from: number
}

interface Period {
  readonly from: number
  readonly to: number
  readonly name: DisturbanceName
  readonly zoneId: string | undefined
}

/** What is wrong now, and what was. */
export class Weather {
  readonly active = new Set<Disturbance>()
  readonly #now: () => number
  #past: Period[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  begin(name: DisturbanceName, zoneId?: string): Disturbance {
    const disturbance = { name, zoneId, from: this.#now() }
    this.active.add(disturbance)
    return disturbance
  }

  end(disturbance: Disturbance): void {
    if (!this.active.delete(disturbance)) return
    this.#past.push({ ...disturbance, to: this.#now() })
    const old = this.#now() - 8 * 86_400
    if (this.#past.length > 200) this.#past = this.#past.filter(({ to }) => to > old)
  }

  at(zoneId: string | undefined): readonly Disturbance[] {
    return [...this.active].filter((each) => each.zoneId === undefined || each.zoneId === zoneId)
  }

  /** Since when nothing has been wrong with a zone. Undefined: something is. */
  goodSince(zoneId: string | undefined): number | undefined {
    if (this.at(zoneId).length > 0) return undefined
    return Math.max(0, ...this.#of(zoneId).map(({ to, name }) => to + (recovery[name] ?? 0)))
  }

  /** When the last trouble of a zone ended. Undefined: there is some. */
  endOfTrouble(zoneId: string): number | undefined {
    if (this.at(zoneId).length > 0) return undefined
    return Math.max(0, ...this.#of(zoneId).map(({ to }) => to))
  }

  /** Since when nothing of a zone can be read. Undefined: some can. */
  blockedSince(zoneId: string): number | undefined {
    const blocking = this.at(zoneId).filter(({ name }) => disturbances[name] === 'blocks')
    return blocking.length === 0 ? undefined : Math.min(...blocking.map(({ from }) => from))
  }

  /** What was wrong with a zone at any time since a moment, and is perhaps still. */
  since(zoneId: string, moment: number): readonly DisturbanceName[] {
    return [...this.at(zoneId), ...this.#of(zoneId).filter(({ to }) => to >= moment)].map(({ name }) => name)
  }

  /** Whether some trouble of a zone that had begun by a moment has lasted until now, or until so many seconds ago. */
  hasLasted(zoneId: string, from: number, secondsAgo: number): boolean {
    const ended = this.#of(zoneId).filter(({ to }) => to >= this.#now() - secondsAgo)
    return [...this.at(zoneId), ...ended].some((each) => each.from <= from)
  }

  /** As `since`, of any zone, if everything was in trouble too: what holds all requests back may have begun in another zone. */
  heldBackSince(moment: number): readonly DisturbanceName[] {
    const all = [...this.active, ...this.#past.filter(({ to }) => to >= moment)]
    return all.some(({ zoneId }) => zoneId === undefined) ? all.map(({ name }) => name) : []
  }

  /** When the last of what kept everything from being read ended. */
  get lastBlockedUntil(): number {
    return Math.max(0, ...this.#past.filter(blocksEverything).map(({ to }) => to))
  }

  /**
   * When what kept everything from being read since a moment, at any time, began, and what went over into it. The moment itself if nothing did.
   */
  beforeBlocks(moment: number): number {
    const all = [...this.active, ...this.#past.filter(({ to }) => to >= moment)]
    const began = Math.min(moment, ...all.filter(blocksEverything).map(({ from }) => from))
    return began < moment ? this.beforeBlocks(began) : moment
  }

  #of(zoneId: string | undefined): readonly Period[] {
    return this.#past.filter((each) => each.zoneId === undefined || each.zoneId === zoneId)
  }
}

function blocksEverything({ name, zoneId }: Disturbance): boolean {
  return zoneId === undefined && disturbances[name] === 'blocks'
}

/** The answer as this disturbance changes it. */
export function disturbed(answer: Answer, name: DisturbanceName, chance: () => number): Answer {
  switch (name) {
    case 'server_error':
      return failure(503, [{ code: 0, message: 'Service unavailable' }])
    case 'portal':
      return textAnswer(200, '<html>Please sign in to this network</html>')
    case 'rate_limited': {
      const refusal = failure(429, [{ code: 971, message: 'Please wait' }])
      return { ...refusal, headers: { ...refusal.headers, 'retry-after': '60' } }
    }
    case 'requests_used_up': {
      const refusal = failure(429, [{ code: 10100, message: 'Too many requests' }])
      const wait = Math.ceil(chance() * 300)
      return { ...refusal, headers: { ...refusal.headers, ratelimit: `"default";r=0;t=${wait}` } }
    }
    case 'flaky':
      return chance() < 0.5 ? failure(500, [{ code: 0, message: 'Internal error' }]) : answer
    case 'few_requests_left':
      return { ...answer, headers: { ...answer.headers, ratelimit: '"default";r=5;t=30' } }
    case 'partial_list':
      return withList(answer, (items) => items.filter(() => chance() < 0.6))
    case 'foreign_list':
      return withList(answer, (items) => items.map((item) => (isJsonObject(item) ? foreign(item) : item)))
    case 'odd_field':
      return withItems(answer, (item) => {
        const fields = pemFields.some((field) => field in item) ? oddFields : oddFieldsWithoutPem
        return { ...item, [fields[Math.floor(chance() * fields.length)] ?? '']: 42 }
      })
    default:
      return answer
  }
}

/** What can be read of a certificate without these is still right. */
const oddFields = ['expires_on', 'issuer', 'signature', 'uploaded_on']
/** The same where the answer has no certificate. */
const oddFieldsWithoutPem = ['issuer', 'uploaded_on', 'priority']
const pemFields = ['certificate', 'certificates']

/** The entry of somebody else. */
function foreign(item: JsonObject): JsonObject {
  const id = String(item['id']).replaceAll(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16))
  return { ...item, id }
}

function withList(answer: Answer, change: (items: readonly Json[]) => readonly Json[]): Answer {
  const { content } = answer
  if (Buffer.isBuffer(content) || !isJsonList(content['result'])) return answer
  const result = change(content['result'])
  const info = content['result_info']
  if (!isJsonObject(info)) return { ...answer, content: { ...content, result } }
  const counted = { ...info, count: result.length, total_count: result.length }
  return { ...answer, content: { ...content, result, result_info: counted } }
}

function withItems(answer: Answer, change: (item: JsonObject) => JsonObject): Answer {
  const { content } = answer
  if (Buffer.isBuffer(content)) return answer
  const { result } = content
  if (isJsonList(result))
    return withList(answer, (items) => items.map((item) => (isCertificate(item) ? change(item) : item)))
  return isCertificate(result) ? { ...answer, content: { ...content, result: change(result) } } : answer
}

function isCertificate(item: Json | undefined): item is JsonObject {
  return isJsonObject(item) && typeof item['id'] === 'string' && typeof item['expires_on'] === 'string'
}
