/** Why a request to Cloudflare's API gave no answer that can be used, each with its sentence for people. */
export const apiFailureSentences = {
  credential: 'the credential cannot be read, or no request can carry it: Cloudflare was not asked',
  auth: 'Cloudflare refuses the credential',
  permission: 'the credential lacks a permission (Zone, SSL and Certificates, Read) or is not allowed from here',
  not_found: 'Cloudflare says that there is no such thing',
  rate_limited: 'Cloudflare says that too many requests were made',
  server_error: "Cloudflare's API has a fault",
  bad_response: "the answer is not one of Cloudflare's API",
  timeout: 'no whole answer came in time',
  network: 'no answer came: name resolution, connection or TLS failed, or the connection broke',
} as const

export type ApiFailureReason = keyof typeof apiFailureSentences

export interface ApiFailure {
  readonly reason: ApiFailureReason
  /** The HTTP status; absent where no answer came. */
  readonly status?: number
  /** The code of the envelope's first error; absent where there is none. */
  readonly code?: number
  /** One line for the log: Cloudflare's own words, or the system's error code. It may name ids and addresses, never a secret. */
  readonly detail: string
  /** The `Retry-After` header as it came. */
  readonly retryAfter?: string
  /** The request was not sent at all, because those before it failed so. */
  readonly unsent?: true
}

export type ApiAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ApiFailure }

const longestDetail = 300

/** Makes any text fit for one line of a log: no line breaks or control characters, of bounded length. */
export function oneLine(text: string): string {
  const plain = text
    .slice(0, longestDetail * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return plain.length > longestDetail ? `${plain.slice(0, longestDetail)}…` : plain
}
