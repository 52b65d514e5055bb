import { expand, zonesEndpoint } from '../../../src/cloudflare/endpoints.ts'
import { certificateKinds, endpointsOf } from '../../../src/kinds/kinds.ts'
import { type Answer, isJsonList, isJsonObject, type Json } from '../../../src/simulator/api/answer.ts'

const hour = 3600

/** A store that is proved empty is listed as rarely as this, in seconds. */
const longestRest = 6 * hour + 1200

/** Until when stores may rest: the daemon lists a store less often if its lists were empty. */
export class EmptyListings {
  /** By the path of the list. */
  readonly #last = new Map<string, number>()

  /** @param now Unix seconds */
  answered(path: string, { status, content }: Answer, now: number): void {
    if (status !== 200 || Buffer.isBuffer(content)) return
    const { result } = content
    if (isJsonList(result) && result.every(isTombstone)) this.#last.set(path.split('?')[0] ?? path, now)
  }

  /** When the list of zones was empty last, Unix seconds. */
  get ofZonesAt(): number | undefined {
    return this.#last.get(`/client/v4${zonesEndpoint}`)
  }

  /** @param key `kind/zone/certificate` @returns Unix seconds */
  restsUntil(key: string): number {
    const [word, scopeId = ''] = key.split('/')
    const kind = certificateKinds.find((each) => each === word)
    if (!kind) return 0
    const list = expand(endpointsOf(kind).list, { zone_id: scopeId, account_id: scopeId })
    const last = this.#last.get(`/client/v4${list}`)
    return last === undefined ? 0 : last + longestRest
  }
}

function isTombstone(item: Json): boolean {
  const status = isJsonObject(item) && (item['status'] ?? item['binding_status'])
  return status === 'deleted' || status === 'pending_deletion'
}
