import type { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Remembered, RememberedZone } from '../inventory/remembered.ts'
import { fileSchema, type zoneSchema } from './schema.ts'

export interface State extends Remembered {
  readonly writtenAt: UnixSeconds
}

export type StateReading =
  | { readonly ok: true; readonly state: State }
  | { readonly ok: false; readonly detail: string }

/** Reads a file's text. Never throws. */
export function readState(content: string): StateReading {
  const result = fileSchema.safeParse(parseJson(content))
  if (!result.success) return { ok: false, detail: describe(result.error) }
  const { writtenAt, certificates, zones, discoveries } = result.data
  return {
    ok: true,
    state: {
      writtenAt,
      certificates: new Map(Object.entries(certificates)),
      zones: new Map(Object.entries(zones).map(([zoneId, zone]) => [zoneId, zoneOf(zone)])),
      discoveries: new Map(Object.entries(discoveries)),
    },
  }
}

function zoneOf({ hostnames, stores, zoneSwitch }: z.infer<typeof zoneSchema>): RememberedZone {
  const byKind = (['hostname', 'zone'] as const).flatMap((kind) => {
    const store = stores[kind]
    return store ? [[kind, store] as const] : []
  })
  return { hostnames: new Map(Object.entries(hostnames)), stores: new Map(byKind), zoneSwitch }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function describe({ issues: [issue] }: z.ZodError): string {
  if (!issue || issue.path.length === 0) return 'it is not JSON, or not whole'
  return `${issue.path.join('.')}: ${issue.message}`
}
