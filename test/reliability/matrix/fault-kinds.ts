import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import type { Row } from './row.ts'

const lists =
  /\/(custom_certificates|custom_trust_store|mtls_certificates|access\/certificates|gateway\/certificates)(\?|$)/

function ofKinds(name: string, reason: Row['reason'], fault: Fault): Row {
  return { group: 'Other kinds', name, reason, watches: 'other_kinds', begin: (levers) => levers.fault(fault) }
}

function inLists(name: string, fault: Fault): Row {
  return {
    ...ofKinds(name, undefined, fault),
    isDoubted: true,
    begin: (levers) => levers.fault({ ...fault, path: lists }),
  }
}

/** One fault of each form, where all kinds but client certificates are watched, in a zone and in an account. */
export const kindRows: readonly Row[] = [
  ofKinds('reset instead of an answer', 'network', { fault: 'reset' }),
  ofKinds('HTML of a portal, 200', 'bad_response', { fault: 'html' }),
  ofKinds('result: a text', 'bad_response', { fault: 'wrong_shape', shape: 'text' }),
  ofKinds('503', 'server_error', { fault: 'status', status: 503 }),
  ofKinds('403, code 0', 'permission', { fault: 'status', status: 403, code: 0, message: 'requires permission' }),
  ofKinds("Go's dates", undefined, { fault: 'go_date' }),
  inLists('an empty list', { fault: 'empty_list' }),
  inLists('the last one is missing', { fault: 'partial_list' }),
]
