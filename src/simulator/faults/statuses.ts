import { type Answer, plainAnswer, textAnswer } from '../api/answer.ts'
import { failure } from '../api/envelope.ts'
import { edgePage } from './edge-pages.ts'
import { faultKind } from './kind.ts'
import { number, oneOf, text } from './parameters.ts'
import { recordedRefusals, refusalNames } from './refusals.ts'

/** Complete answers in place of the right one. */
export const statusFaults = {
  refusal: faultKind(
    'what Cloudflare has been seen to refuse with, in its own words; aim it at a zone by its path',
    { as: oneOf(...refusalNames) },
    (right, { as }) => {
      const [status, code, message] = recordedRefusals[as]
      return instead(right, failure(status, [{ code, message }]))
    },
  ),

  status: faultKind(
    'any HTTP status with any Cloudflare code; envelope: full, short (no messages, no result), or none (plain text)',
    {
      status: number(500),
      code: number(10000),
      message: text('Simulated failure'),
      /** Zero for no `error_chain`. */
      chainCode: number(0),
      envelope: oneOf('full', 'short', 'none'),
      retryAfter: text(''),
    },
    (right, { status, code, message, chainCode, envelope, retryAfter }) => {
      const chain = chainCode === 0 ? {} : { error_chain: [{ code: chainCode, message: 'Simulated cause' }] }
      const answer =
        envelope === 'none' ? textAnswer(status, message) : failure(status, [{ code, message, ...chain }], envelope)
      return instead(right, withRetryAfter(answer, retryAfter))
    },
  ),

  ratelimit: faultKind(
    'the right answer, with a Ratelimit header of another policy',
    { policy: text('daily'), remaining: number(0), reset: number(86_400) },
    (right, { policy, remaining, reset }) => ({
      ...right,
      headers: { ...right.headers, ratelimit: `${JSON.stringify(policy)};r=${remaining};t=${reset}` },
    }),
  ),

  success_false: faultKind(
    'HTTP 200, but the envelope says success: false',
    { code: number(10000), message: text('Simulated failure') },
    (right, { code, message }) => instead(right, failure(200, [{ code, message }])),
  ),

  html: faultKind(
    'pages of proxies and of the edge in front of the API; status 0: the one that goes with the page',
    {
      page: oneOf('plain', 'bad_gateway', 'rate_limited', 'rate_limited_json', 'access_denied'),
      status: number(0),
      /** Empty for the header of the page, `none` for no header. */
      retryAfter: text(''),
    },
    (right, { page, status, retryAfter }) => {
      const answer = edgePage(page)
      const stated = status === 0 ? answer : { ...answer, status }
      return instead(right, retryAfter === 'none' ? withoutRetryAfter(stated) : withRetryAfter(stated, retryAfter))
    },
  ),

  not_json: faultKind(
    'HTTP 200 with plain text that claims to be JSON',
    { body: text('all is well') },
    (right, { body }) => instead(right, plainAnswer(200, 'application/json', body)),
  ),

  empty_body: faultKind('no body at all', { status: number(200) }, (right, { status }) =>
    instead(right, plainAnswer(status, 'application/json', '')),
  ),

  redirect: faultKind(
    'sends the client elsewhere',
    { status: number(302), location: text('https://dash.cloudflare.com/login') },
    (right, { status, location }) => {
      const answer = textAnswer(status, 'Moved')
      return instead(right, { ...answer, headers: { ...answer.headers, location } })
    },
  ),
}

/** The answer comes from the same machine, so `Date`, `cf-ray` and similar headers stay. */
function instead(right: Answer, wrong: Answer): Answer {
  return { ...wrong, headers: { ...right.headers, ...wrong.headers } }
}

function withRetryAfter(answer: Answer, retryAfter: string): Answer {
  return retryAfter === '' ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } }
}

function withoutRetryAfter(answer: Answer): Answer {
  const { 'retry-after': _, ...headers } = answer.headers
  return { ...answer, headers }
}
