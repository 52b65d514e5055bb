import { exampleAccount } from '../fleet/zones.ts'
import type { Fleet } from './model.ts'
import {
  type Refusal,
  type ResourceKey,
  type ResourceName,
  type ResourceRecord,
  resourceNames,
  type SimulatedResource,
} from './resource.ts'
import { statusOf, stillStored } from './uploaded-lifecycle.ts'

/** The entries of all resources, and how their endpoints behave. */
export interface ResourceShelf {
  hasAccount(accountId: string): boolean
  /** What the list of a resource has now, in the order of its ids' arrival. */
  list(resource: ResourceName, scopeId: string): readonly ResourceRecord[]
  /** One entry as it is now. Undefined if Cloudflare does not have it, or has it no longer. */
  find(key: ResourceKey): SimulatedResource | undefined
  all(): readonly SimulatedResource[]
  /** Adds an entry, or replaces the one with the same resource, scope and id. */
  put(entry: SimulatedResource): void
  /** `tombstone`: stays readable with a status that says so. `vanish`: answered with 404 from now on. */
  take(key: ResourceKey, how: 'tombstone' | 'vanish'): void
  /** Removes everything of a zone or an account. */
  forgetScope(scopeId: string): void
  /** Whether a resource is in the plan of a zone or an account. */
  isInPlan(resource: ResourceName, scopeId: string): boolean
  setInPlan(refusal: Refusal, isInPlan: boolean): void
  /** Whether the endpoint answers every page with the first one. */
  ignoresPages(resource: ResourceName): boolean
  setIgnoresPages(resource: ResourceName, ignores: boolean): void
}

export function createResourceShelf(fleet: Fleet, clock: () => Date): ResourceShelf {
  const accounts = new Set(
    [...(fleet.accounts ?? []), ...fleet.zones.map(({ account = exampleAccount }) => account)].map(({ id }) => id),
  )
  const refused = new Set((fleet.refusals ?? []).map(shelfName))
  const withoutPages = new Set<ResourceName>()
  const shelves = new Map<string, readonly SimulatedResource[]>()

  function put(entry: SimulatedResource): void {
    const others = shelves.get(shelfName(entry)) ?? []
    const at = others.findIndex(({ id }) => id === entry.id)
    shelves.set(shelfName(entry), at === -1 ? [...others, entry] : others.with(at, entry))
  }

  for (const entry of fleet.resources ?? []) put(entry)

  /** What time took away stays away, even if the clock goes back. */
  function entriesNow(scope: Refusal): readonly SimulatedResource[] {
    const before = shelves.get(shelfName(scope)) ?? []
    const now = clock()
    const left = scope.resource === 'custom_certificates' ? stillStored(before, now) : before
    shelves.set(shelfName(scope), left)
    return left.map((entry) => asOf(entry, now))
  }

  const find = (key: ResourceKey) => entriesNow(key).find(({ id }) => id === key.id)

  return {
    hasAccount: (accountId) => accounts.has(accountId),
    list: (resource, scopeId) => entriesNow({ resource, scopeId }).map(({ record }) => record),
    find,
    all: () => [...shelves.values()].flatMap(([first]) => (first ? entriesNow(first) : [])),
    put,
    take(key, how) {
      const entry = find(key)
      if (entry === undefined) throw new Error(`the simulator has no ${key.resource} ${key.id}`)
      const others = (shelves.get(shelfName(key)) ?? []).filter(({ id }) => id !== key.id)
      if (how === 'vanish') shelves.set(shelfName(key), others)
      else put({ ...entry, record: tombstone(entry) })
    },
    forgetScope(scopeId) {
      for (const resource of resourceNames) shelves.delete(shelfName({ resource, scopeId }))
    },
    isInPlan: (resource, scopeId) => !refused.has(shelfName({ resource, scopeId })),
    setInPlan(refusal, isInPlan) {
      if (isInPlan) refused.delete(shelfName(refusal))
      else refused.add(shelfName(refusal))
    },
    ignoresPages: (resource) => withoutPages.has(resource),
    setIgnoresPages(resource, ignores) {
      if (ignores) withoutPages.add(resource)
      else withoutPages.delete(resource)
    },
  }
}

function shelfName({ resource, scopeId }: Refusal): string {
  return `${resource}/${scopeId}`
}

function asOf(entry: SimulatedResource, now: Date): SimulatedResource {
  if (entry.record['status'] === undefined) return entry
  const status = String(statusOf(entry, now))
  return { ...entry, record: { ...entry.record, status } }
}

/** What the API says of an entry that somebody deletes. Entries without any status have no such moment. */
function tombstone({ resource, id, record }: SimulatedResource): ResourceRecord {
  if ('binding_status' in record) return { ...record, binding_status: 'pending_deletion' }
  if ('status' in record) return { ...record, status: 'deleted' }
  throw new Error(`${resource} ${id} has no status, so it can only vanish`)
}
