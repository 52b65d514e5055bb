import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import type { SavedAccount, SavedReadings, SavedZone } from '../inventory/saved-readings.ts'
import { certificateKinds } from '../kinds/kinds.ts'
import {
  accountId,
  accountSchema,
  bundleName,
  bundleSchema,
  certificateKey,
  certificateSchema,
  discoverySchema,
  fileSchema,
  zoneId as zoneKey,
  zoneSchema,
} from './state-schema.ts'
import { markOf, type WriteMark } from './write-mark.ts'

export interface State extends SavedReadings {
  readonly writtenAt: UnixSeconds
  /** Which write of which process it is. */
  readonly mark: WriteMark
}

/** Entries of the file that cannot be used: their number, and what is wrong with the first one. */
export interface DroppedEntries {
  readonly count: number
  readonly detail: string
}

export type StateReading =
  | { readonly ok: true; readonly state: State; readonly dropped: DroppedEntries | undefined }
  | { readonly ok: false; readonly detail: string }

/** Reads the text of a state file. Each entry is read by itself, so a wrong entry does not affect the others. Never throws. */
export function readState(content: string): StateReading {
  const steps = readingSteps(content)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Reads like `readState`, and yields to the event loop after some hundred entries, so that the daemon can answer meanwhile. */
export async function readStateInTurns(content: string, turn: () => Promise<void>): Promise<StateReading> {
  const steps = readingSteps(content)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await turn()
  }
}

/** The number of certificates that are read in one go. They take about ten milliseconds. */
const entriesInStep = 200

function* readingSteps(content: string): Generator<undefined, StateReading> {
  const result = fileSchema.safeParse(parseJson(content))
  if (!result.success) return { ok: false, detail: describe(result.error) }
  const { writtenAt, writer, ...maps } = result.data
  const certificates = yield* readEntries('certificates', maps.certificates, certificateKey, certificateSchema)
  const zones = yield* readEntries('zones', maps.zones, zoneKey, zoneSchema.transform(zoneOf))
  const accounts = yield* readEntries('accounts', maps.accounts, accountId, accountSchema.transform(accountOf))
  const discoveries = yield* readEntries('discoveries', maps.discoveries, z.string(), discoverySchema)
  const bundles = yield* readEntries('bundles', maps.bundles, bundleName, bundleSchema)
  const read = {
    certificates: certificates.good,
    zones: zones.good,
    accounts: accounts.good,
    discoveries: discoveries.good,
    bundles: bundles.good,
  }
  const all = [certificates, zones, accounts, discoveries, bundles]
  const state = { writtenAt, mark: markOf(writtenAt, writer), ...read }
  return { ok: true, state, dropped: droppedOf(all.flatMap(({ faults }) => faults)) }
}

interface Entries<T> {
  readonly good: ReadonlyMap<string, T>
  /** The errors of the entries that cannot be used. */
  readonly faults: readonly string[]
}

function* readEntries<T>(
  map: string,
  entries: Readonly<Record<string, unknown>>,
  keySchema: z.ZodType<string>,
  schema: z.ZodType<T>,
): Generator<undefined, Entries<T>> {
  let read = 0
  const good = new Map<string, T>()
  const faults: string[] = []
  for (const [key, value] of Object.entries(entries)) {
    if (++read % entriesInStep === 0) yield
    const keyResult = keySchema.safeParse(key)
    const result = schema.safeParse(value)
    if (keyResult.success && result.success) good.set(key, result.data)
    else faults.push(`${map}.${shortened(key)}: ${describe(keyResult.error ?? result.error)}`)
  }
  return { good, faults }
}

function droppedOf(faults: readonly string[]): DroppedEntries | undefined {
  const [detail] = faults
  return detail === undefined ? undefined : { count: faults.length, detail }
}

function zoneOf({ hostnames, zoneSwitch, ...readings }: z.infer<typeof zoneSchema>): SavedZone {
  return { ...accountOf(readings), hostnames: new Map(Object.entries(hostnames)), zoneSwitch }
}

function accountOf({ stores }: z.infer<typeof accountSchema>): SavedAccount {
  const byKind = certificateKinds.flatMap((kind) => {
    const store = stores[kind]
    return store ? [[kind, store] as const] : []
  })
  return { stores: new Map(byKind) }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function describe(error: z.ZodError | undefined): string {
  const [issue] = error?.issues ?? []
  if (!issue) return 'it cannot be used'
  const path = issue.path.map((part) => shortened(String(part))).join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}

/** Shortens a key for the log. A key can be as long as the file. */
function shortened(key: string): string {
  return key.length <= 120 ? key : `${key.slice(0, 120).toWellFormed()}…`
}
