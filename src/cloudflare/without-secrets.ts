import { parseJson } from './json.ts'
import type { RawAnswer } from './transport.ts'

/** What is said of an answer is cut to length, and its hosts are in lower case: a secret in it would no longer be known for one. */
export function withoutSecrets(answer: RawAnswer, redact: (text: string) => string): RawAnswer {
  const { status, headers, body, undecoded } = answer
  // A secret that is written in escapes is seen once these are read.
  const plain = status >= 300 || body.includes('\\u') ? withoutEscapes(body) : body
  return {
    status,
    headers: Object.fromEntries(headersOfFailures.map((name) => [name, redacted(headers[name], redact)])),
    body: redact(plain),
    ...(undecoded !== undefined && { undecoded: redact(undecoded) }),
  }
}

/** Those that a failure is told by. */
const headersOfFailures = ['content-type', 'location', 'retry-after'] as const

function redacted<T extends string | string[] | undefined>(header: T, redact: (text: string) => string) {
  return Array.isArray(header) ? header.map(redact) : header && redact(header)
}

/** The same JSON with as few escapes as can be. */
function withoutEscapes(body: string): string {
  const json = body.includes('\\') ? parseJson(body) : undefined
  return json === undefined ? body : JSON.stringify(json)
}
