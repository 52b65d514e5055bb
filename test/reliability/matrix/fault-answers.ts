import { answered, answeredInOneZone, type Row } from './row.ts'

const broken = (name: string, reason: Row['reason'], fault: Parameters<typeof answered>[3]) =>
  answered('Connection', name, reason, fault)
const page = (name: string, reason: Row['reason'], fault: Parameters<typeof answered>[3]) =>
  answered('No envelope', name, reason, fault)
const shape = (name: string, reason: Row['reason'], fault: Parameters<typeof answered>[3]) =>
  answered('Wrong content', name, reason, fault)
const flood = (name: string, reason: Row['reason'], fault: Parameters<typeof answered>[3]) =>
  answered('Flood', name, reason, fault)
const unusual = (name: string, fault: Parameters<typeof answered>[3]) =>
  answered('Unusual, but right', name, undefined, fault)

function field(name: string, text: string): Parameters<typeof answered>[3] {
  return { fault: 'field', name, becomes: 'text', text }
}
const inOneZone = (name: string, reason: Row['reason'], fault: Parameters<typeof answered>[3]) =>
  answeredInOneZone('One zone of two', name, reason, fault)

/** Faults on the way of an answer, and in it. */
export const answerRows: readonly Row[] = [
  broken('reset instead of an answer', 'network', { fault: 'reset' }),
  broken('reset in the middle of the body', 'network', { fault: 'cut_off' }),
  broken('stalls before the headers', 'timeout', { fault: 'stall_headers' }),
  broken('stalls in the body', 'timeout', { fault: 'stall_body' }),
  broken('a byte now and then', 'timeout', { fault: 'drip' }),
  broken('later than the timeout', 'timeout', { fault: 'slow', ms: 60_000 }),
  broken('an unsolicited 100 Continue', 'network', { fault: 'early_continue' }),
  broken('no HTTP', 'bad_response', { fault: 'not_http' }),

  page('HTML of a portal, 200', 'bad_response', { fault: 'html' }),
  page('HTML, 404', 'bad_response', { fault: 'html', status: 404 }),
  page('HTML, 403 (edge 1020)', 'permission', { fault: 'html', page: 'access_denied' }),
  page('"error code: 502"', 'server_error', { fault: 'html', page: 'bad_gateway' }),
  page('edge 1015 as a page', 'rate_limited', { fault: 'html', page: 'rate_limited' }),
  page('edge 1015 as JSON', 'rate_limited', { fault: 'html', page: 'rate_limited_json' }),
  page('edge 1015 with status 200', 'rate_limited', { fault: 'html', page: 'rate_limited', status: 200 }),
  page('text that claims to be JSON', 'bad_response', { fault: 'not_json' }),
  page('empty body, 200', 'bad_response', { fault: 'empty_body' }),
  page('empty body, 204', 'bad_response', { fault: 'empty_body', status: 204 }),
  page('empty body, 503', 'server_error', { fault: 'empty_body', status: 503 }),
  page('an unknown content-encoding', 'bad_response', { fault: 'encoded', encoding: 'unknown' }),
  page('redirect', 'bad_response', { fault: 'redirect' }),
  page('truncated JSON', 'bad_response', { fault: 'truncated' }),

  shape('another id', 'bad_response', { fault: 'wrong_id' }),
  shape('result: null', 'bad_response', { fault: 'null_result' }),
  shape('result: a list', 'bad_response', { fault: 'wrong_shape', shape: 'list' }),
  shape('result: a text', 'bad_response', { fault: 'wrong_shape', shape: 'text' }),
  shape('result: {}', 'bad_response', { fault: 'wrong_shape', shape: 'object' }),
  shape('success: false', 'bad_response', { fault: 'success_false' }),
  shape('the PEM is garbage', 'bad_certificate', { fault: 'field', becomes: 'text', text: 'garbage' }),
  shape('nested 100,000 deep', 'bad_response', { fault: 'deeply_nested' }),

  flood('64 MB', 'bad_response', { fault: 'huge' }),
  flood('gzip bomb of 256 MB', 'bad_response', { fault: 'gzip_bomb' }),
  flood('headers without end', 'bad_response', { fault: 'endless_headers' }),

  unusual('no PEM', { fault: 'field', becomes: 'missing' }),
  unusual('a date that is none', { fault: 'field', name: 'expires_on', becomes: 'text', text: 'soon' }),
  unusual('a date of RFC 1123', field('expires_on', 'Tue, 01 Dec 2026 00:00:00 GMT')),
  unusual('a date in Unix seconds', { fault: 'field', name: 'uploaded_on', becomes: 'number' }),
  unusual('the PEM is a number', { fault: 'field', becomes: 'number' }),
  unusual('the serial number is a number', { fault: 'field', name: 'serial_number', becomes: 'number' }),
  unusual('the status is a number', { fault: 'field', name: 'status', becomes: 'number' }),
  unusual('an issuer of 100 kB', field('issuer', 'CN=x,'.repeat(20_000))),
  unusual('fields of an association', { fault: 'association_shape' }),
  unusual("Go's dates", { fault: 'go_date' }),
  unusual("Go's zero time", { fault: 'zero_date' }),
  unusual('a private key beside it', { fault: 'private_key' }),
  unusual('bytes that are not UTF-8', { fault: 'invalid_utf8' }),
  unusual('gzip that nobody asked for', { fault: 'encoded', encoding: 'gzip' }),
  unusual('br that nobody asked for', { fault: 'encoded', encoding: 'br' }),
  unusual('Ratelimit of another policy: none left for a day', { fault: 'ratelimit', times: 1 }),
  unusual('late, but in time', { fault: 'slow', ms: 100 }),

  inOneZone('200, success: false, 10429', 'rate_limited', { fault: 'success_false', code: 10429 }),
  inOneZone('an unknown content-encoding', 'bad_response', { fault: 'encoded', encoding: 'unknown' }),
  inOneZone('a redirect', 'bad_response', { fault: 'redirect' }),
  inOneZone('an unsolicited 100 Continue', 'network', { fault: 'early_continue' }),
  inOneZone('a date in Unix seconds', undefined, { fault: 'field', name: 'expires_on', becomes: 'number' }),
  inOneZone('the PEM is a number', undefined, { fault: 'field', becomes: 'number' }),
  inOneZone('gzip that nobody asked for', undefined, { fault: 'encoded', encoding: 'gzip' }),
]
