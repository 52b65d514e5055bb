import { connectionFaults } from './connections.ts'
import { floodFaults } from './floods.ts'
import type { Bound, FaultKind } from './kind.ts'
import { listFaults } from './lists.ts'
import { shapeFaults } from './shapes.ts'
import { statusFaults } from './statuses.ts'

/** All kinds of faults, by name. */
export const faultKinds = { ...statusFaults, ...shapeFaults, ...listFaults, ...connectionFaults, ...floodFaults }

type FaultKinds = typeof faultKinds
export type FaultName = keyof FaultKinds

type ParametersOf<K> = K extends FaultKind<infer P> ? Partial<P> : never

/** The requests that a fault affects. Without any of these fields it affects all requests until it is removed. */
export interface Aim {
  /** Requests whose path contains this text or matches this expression. */
  readonly path?: string | RegExp
  /** The number of requests after which the fault ends. */
  readonly times?: number
  /** From 0 to 1: the probability that the fault affects a request. */
  readonly probability?: number
}

/** A fault with its parameters. Missing parameters have the defaults of `faultKinds`. */
export type Fault = {
  [Name in FaultName]: { readonly fault: Name } & Readonly<ParametersOf<FaultKinds[Name]>> & Aim
}[FaultName]

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(faultKinds, value)
}

/** Separates the target from the parameters, and checks the parameters. */
export function bindFault(fault: Fault): Bound {
  const { fault: name, path: _, times: __, probability: ___, ...parameters } = fault
  return faultKinds[name].bind(parameters)
}
