import { type ApiAnswer, type ApiFailure, type ApiFailureReason, oneLine } from './failure.ts'
import { parseJson } from './json.ts'
import type { RawAnswer } from './transport.ts'

interface ApiError {
  readonly code: number | undefined
  readonly message: string
}

interface Envelope {
  readonly success: boolean
  readonly error: ApiError | undefined
  readonly payload: Payload
}

/** What a successful answer carries. */
export interface Payload {
  readonly result: unknown
  /** `result_info`, of lists. */
  readonly resultInfo: unknown
}

/** Reads an answer: what the envelope carries, or why it carries nothing. `failure.ts` has the table of reasons. */
export function readAnswer(answer: RawAnswer): ApiAnswer<Payload> {
  const json = parseJson(answer.body)
  const envelope = readEnvelope(json)
  // A proxy that changes anything has to say 203 (RFC 9110, 15.3.4).
  if (isSuccessful(answer.status) && envelope?.success) return { ok: true, value: envelope.payload }
  return { ok: false, failure: failureOf(answer, json, envelope) }
}

function failureOf(answer: RawAnswer, json: unknown, envelope: Envelope | undefined): ApiFailure {
  const { code } = envelope?.error ?? {}
  const retryAfter = answer.headers['retry-after']
  return {
    reason: reasonOf(answer, json, envelope),
    status: answer.status,
    ...(code !== undefined && { code }),
    detail: detailOf(answer, envelope),
    ...(typeof retryAfter === 'string' && { retryAfter }),
  }
}

interface Evidence {
  readonly status: number
  readonly code: number | undefined
  readonly message: string
  /** An envelope came, and it says `success: false`. */
  readonly refused: boolean
  readonly edgeRateLimit: boolean
}

/** "Please wait" of several backends, which some of them say with HTTP 200. */
const rateLimitCodes: readonly (number | undefined)[] = [971, 10100, 10300, 10429]
/** 6003: a header that cannot be one. 9106: a header is missing. 10000: "Authentication error". */
const malformedCredentialCodes: readonly (number | undefined)[] = [6003, 9106, 10000]
/** "Unknown X-Auth-Key or X-Auth-Email" */
const unknownKeyCode = 9103
/** Said of a worthless token, and of a good one that may not read one thing or may not be used from an address. */
const unauthorizedCode = 9109
/** After too many requests with a bad credential. */
const lockedOutCode = 10502
const noSuchRouteCodes: readonly (number | undefined)[] = [7000, 7003]

interface AnswerRule {
  readonly reason: ApiFailureReason
  /** Which answers it holds for, in words for docs/reference/failure-reasons.md. */
  readonly answer: string
  readonly holds: (evidence: Evidence) => boolean
}

/** The first rule that holds gives the reason. By code where one is listed, then by status: one cause has several statuses. */
export const answerRules: readonly AnswerRule[] = [
  {
    reason: 'auth',
    answer: `429 with code ${lockedOutCode}: locked out after too many requests with a bad credential`,
    holds: ({ status, code }) => status === 429 && code === lockedOutCode,
  },
  {
    reason: 'rate_limited',
    answer: "any other 429, and page 1015 of Cloudflare's edge",
    holds: ({ status, edgeRateLimit }) => status === 429 || edgeRateLimit,
  },
  {
    reason: 'rate_limited',
    answer: `200 with \`success: false\` and one of the codes ${rateLimitCodes.join(', ')}`,
    holds: ({ status, refused, code }) => isSuccessful(status) && refused && rateLimitCodes.includes(code),
  },
  { reason: 'server_error', answer: '500 and above', holds: ({ status }) => status >= 500 },
  { reason: 'auth', answer: 'any 401', holds: ({ status }) => status === 401 },
  {
    reason: 'auth',
    answer: `403 with code ${unauthorizedCode} and the words "Invalid access token"`,
    holds: ({ status, code, message }) => status === 403 && code === unauthorizedCode && isOfTheToken(message),
  },
  {
    reason: 'auth',
    answer: `403 with code ${unknownKeyCode}: unknown key or e-mail address`,
    holds: ({ status, code }) => status === 403 && code === unknownKeyCode,
  },
  { reason: 'permission', answer: 'any other 403', holds: ({ status }) => status === 403 },
  {
    reason: 'auth',
    answer: `400 with one of the codes ${malformedCredentialCodes.join(', ')}`,
    holds: ({ status, code }) => status === 400 && malformedCredentialCodes.includes(code),
  },
  {
    reason: 'not_found',
    answer: `404 with \`success: false\`, but for the codes ${noSuchRouteCodes.join(', ')}: there is no such route`,
    holds: ({ status, refused, code }) => status === 404 && refused && !noSuchRouteCodes.includes(code),
  },
]

function isSuccessful(status: number): boolean {
  return status >= 200 && status < 300
}

function isOfTheToken(message: string): boolean {
  return /invalid access token/i.test(message)
}

function reasonOf({ status, body }: RawAnswer, json: unknown, envelope: Envelope | undefined): ApiFailureReason {
  const evidence: Evidence = {
    status,
    code: envelope?.error?.code,
    message: envelope?.error?.message ?? '',
    refused: envelope?.success === false,
    edgeRateLimit: isEdgeRateLimit(body, json, envelope),
  }
  return answerRules.find(({ holds }) => holds(evidence))?.reason ?? 'bad_response'
}

/** Cloudflare's edge answers 1015 in front of the API, as a page or, when JSON is accepted, as an object that is no envelope. */
function isEdgeRateLimit(body: string, json: unknown, envelope: Envelope | undefined): boolean {
  if (envelope) return false
  if (isObject(json)) return json['error_code'] === 1015
  return json === undefined && /error(?: code)?:?(?:\s|<[^>]{0,200}>){0,10}1015\b/i.test(body.slice(0, 20_000))
}

function detailOf(answer: RawAnswer, envelope: Envelope | undefined): string {
  // A header that stands twice is a list.
  const [location] = [answer.headers['location']].flat()
  const isRedirect = answer.status >= 300 && answer.status < 400 && location !== undefined
  const content = contentWords(answer, envelope)
  return oneLine(isRedirect ? `${content}, ${redirectWords(location)}` : content)
}

function contentWords({ status, headers, body, undecoded }: RawAnswer, envelope: Envelope | undefined): string {
  const { code, message } = envelope?.error ?? {}
  if (message !== undefined) return `HTTP ${status}: ${message}${code === undefined ? '' : ` (${code})`}`
  if (envelope) return `HTTP ${status} with success: ${envelope.success} and no error`
  const type = headers['content-type']
  return `HTTP ${status}, ${typeof type === 'string' ? type : 'no content type'}, ${undecoded ?? `${body.length} characters`}`
}

/** The host says who answers in Cloudflare's place: a captive portal, say. The rest of the address may hold secrets. */
function redirectWords(location: string): string {
  if (!URL.canParse(location, sameHost)) return 'a redirect to no address that can be read'
  const { protocol, host } = new URL(location, sameHost)
  if (host === new URL(sameHost).host) return 'a redirect on the same host'
  return host === '' ? `a redirect to ${protocol}` : `a redirect to ${host}`
}

/** Stands for whatever host was asked: a location may be relative (RFC 9110, 10.2.2). */
const sameHost = 'https://same.invalid'

function readEnvelope(json: unknown): Envelope | undefined {
  if (!isObject(json) || typeof json['success'] !== 'boolean') return undefined
  const payload = { result: json['result'], resultInfo: json['result_info'] }
  return { success: json['success'], error: firstError(json['errors']), payload }
}

function firstError(errors: unknown): ApiError | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : errors
  if (!isObject(first)) return undefined
  const { code, message } = first
  return {
    code: readCode(code),
    message: typeof message === 'string' ? message : '',
  }
}

function readCode(code: unknown): number | undefined {
  if (typeof code === 'string' && /^\d{1,9}$/.test(code)) return Number(code)
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
