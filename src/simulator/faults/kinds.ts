import { connectionFaults } from './connections.ts'
import { floodFaults } from './floods.ts'
import type { Bound, FaultKind } from './kind.ts'
import { listFaults } from './lists.ts'
import { shapeFaults } from './shapes.ts'
import { statusFaults } from './statuses.ts'

/** Everything that can go wrong, by name. */
export const faultKinds = { ...statusFaults, ...shapeFaults, ...listFaults, ...connectionFaults, ...floodFaults }

type FaultKinds = typeof faultKinds
export type FaultName = keyof FaultKinds

type ParametersOf<K> = K extends FaultKind<infer P> ? Partial<P> : never

/** Which requests a fault is for; without any of it: all of them, until it is lifted. */
export interface Aim {
  /** Requests whose path contains this text, or matches this expression. */
  readonly path?: string | RegExp
  /** So many requests, then no more. */
  readonly times?: number
  /** 0 to 1: so large a share of the requests, by chance. */
  readonly probability?: number
}

/** A fault with its parameters; those not given are as `faultKinds` says. */
export type Fault = {
  [Name in FaultName]: { readonly fault: Name } & Readonly<ParametersOf<FaultKinds[Name]>> & Aim
}[FaultName]

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(faultKinds, value)
}

/** Separates the aim from the parameters, and checks these. */
export function bindFault(fault: Fault): Bound {
  const { fault: name, path: _, times: __, probability: ___, ...parameters } = fault
  return faultKinds[name].bind(parameters)
}
