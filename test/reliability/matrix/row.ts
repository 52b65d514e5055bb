import type { CheckFailureReason } from '../../../src/inventory/check-failure.ts'
import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import type { ServerCertificates } from '../support/authority.ts'
import type { FrontMode } from '../support/front.ts'
import type { Resolution } from '../support/names.ts'

/** What a row of the matrix can put its hands on. */
export interface Levers {
  readonly fault: (fault: Fault) => void
  readonly front: (mode: FrontMode) => Promise<void>
  readonly certificates: ServerCertificates
  readonly resolve: (resolution: Resolution) => Promise<void>
  readonly tokenPath: string
  /** One of the zones. */
  readonly zoneId: string
  /** The first certificate of each zone. */
  readonly certificateIds: readonly string[]
  readonly jump: (seconds: number) => void
}

/** One fault. */
export interface Row {
  readonly group: string
  /** Unique within its group. */
  readonly name: string
  /** Why every check fails; undefined where it is no failure at all. */
  readonly reason: CheckFailureReason | undefined
  /** Cloudflare says that there is no such certificate: after two checks what was known is dropped, and rightly. */
  readonly forgets?: boolean
  /** Only what stands in this one zone fails: `Levers.zoneId`. */
  readonly inOneZone?: boolean
  /** No connection comes as far as the front. */
  readonly unsent?: boolean
  /** What the configuration names; default: every certificate. */
  readonly watches?: 'zones' | 'discover_zones' | 'other_kinds'
  /** A list is not believed, although no check fails. */
  readonly isDoubted?: boolean
  /** It can only begin once the daemon runs. */
  readonly whileRunning?: boolean
  readonly begin: (levers: Levers) => unknown
}

/** A row about answers: the simulator has the fault. */
export function answered(group: string, name: string, reason: Row['reason'], fault: Fault): Row {
  return { group, name, reason, begin: (levers) => levers.fault(fault) }
}

/** As `answered`, in one zone of several. */
export function answeredInOneZone(group: string, name: string, reason: Row['reason'], fault: Fault): Row {
  return {
    group,
    name,
    reason,
    inOneZone: true,
    begin: ({ fault: begin, zoneId }) => begin({ ...fault, path: zoneId }),
  }
}
