import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import type { RefusalName } from '../../../src/simulator/faults/refusals.ts'
import { answered, answeredInOneZone, type Row } from './row.ts'

type Status = Omit<Extract<Fault, { fault: 'status' }>, 'fault'>

function refused(name: string, reason: Row['reason'], status: Status): Row {
  return answered('Envelope', name, reason, { fault: 'status', ...status })
}

function limited(name: string, retryAfter: string): Row {
  return answered('429', `Retry-After ${name}`, 'rate_limited', { fault: 'status', status: 429, code: 971, retryAfter })
}

function inOneZone(name: string, reason: Row['reason'], as: RefusalName): Row {
  return answeredInOneZone('One zone of two', name, reason, { fault: 'refusal', as })
}

function gone(code: number): Row {
  const row = refused(`404, ${code}`, 'not_found', { status: 404, code, message: 'certificate not found' })
  return { ...row, forgets: true }
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toUTCString()
}

/** What Cloudflare says no with: every code that has been seen, and every kind of Retry-After. */
export const refusalRows: readonly Row[] = [
  refused('400, 6003 with 6111', 'auth', { status: 400, code: 6003, chainCode: 6111 }),
  refused('400, 9106', 'auth', { status: 400, code: 9106 }),
  refused('400, 10000', 'auth', { status: 400, code: 10000, message: 'Authentication error' }),
  refused('401, 10000', 'auth', { status: 401, code: 10000 }),
  refused('401, 1000', 'auth', { status: 401, code: 1000 }),
  refused('403, 9109', 'auth', { status: 403, code: 9109, message: 'Invalid access token' }),
  refused('403, 9103', 'auth', { status: 403, code: 9103 }),
  refused('403, 9109 for one resource', 'permission', {
    status: 403,
    code: 9109,
    message: 'Unauthorized to access requested resource',
  }),
  refused('403, 9109 from location', 'permission', {
    status: 403,
    code: 9109,
    message: 'Cannot use the access token from location: 192.0.2.1',
  }),
  refused('403, 10000, short', 'permission', { status: 403, code: 10000, envelope: 'short' }),
  refused('403, code 0', 'permission', { status: 403, code: 0, message: 'requires permission' }),
  refused('400, 7003', 'bad_response', { status: 400, code: 7003 }),
  refused('404, 7003', 'bad_response', { status: 404, code: 7003 }),
  refused('400, 1011', 'bad_response', { status: 400, code: 1011 }),
  refused('409, 1414', 'bad_response', { status: 409, code: 1414 }),
  gone(1551),
  gone(1552),
  refused('404, 1553', 'not_found', { status: 404, code: 1553 }),
  answered('Envelope', '200, success: false, 971', 'rate_limited', { fault: 'success_false', code: 971 }),
  answered('Envelope', '200, success: false, 10100', 'rate_limited', { fault: 'success_false', code: 10100 }),
  answered('Envelope', '200, success: false, 10300', 'rate_limited', { fault: 'success_false', code: 10300 }),
  answered('Envelope', '200, success: false, 10429', 'rate_limited', { fault: 'success_false', code: 10429 }),
  refused('429, 10502', 'auth', { status: 429, code: 10502 }),
  refused('408', 'bad_response', { status: 408 }),
  refused('500', 'server_error', { status: 500 }),
  refused('503, short', 'server_error', { status: 503, code: 0, envelope: 'short' }),
  refused('504, no envelope', 'server_error', { status: 504, envelope: 'none' }),
  refused('520, no envelope', 'server_error', { status: 520, envelope: 'none' }),
  limited('absent', ''),
  limited('0', '0'),
  limited('1', '1'),
  limited('30', '30'),
  limited('300', '300'),
  limited('a day', '86400'),
  limited('a date to come', inHours(1)),
  limited('a date past', inHours(-1)),
  limited('garbage', 'soon'),
  limited('negative', '-5'),
  limited('of 400 digits', '9'.repeat(400)),
  inOneZone('403, 9109 for this resource', 'permission', 'this_resource'),
  inOneZone('403, 9109 of the token', 'auth', 'invalid_token'),
  inOneZone('403, 10000', 'permission', 'authentication_error'),
  inOneZone('400, 10000', 'auth', 'authentication_error_400'),
  inOneZone('401, 2036', 'auth', 'unauthorized'),
]
