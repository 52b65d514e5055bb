import type { WholeReply } from '../http/compressed.ts'

export interface HtmlDocument {
  readonly body: string
  /** Its Content-Security-Policy. */
  readonly policy: string
  readonly etag: string
  readonly cacheControl: 'no-store' | 'private, no-cache'
}

/** The answer with an HTML document that nothing else may use or frame. */
export function htmlReply({ body, policy, etag, cacheControl }: HtmlDocument): WholeReply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': cacheControl,
      etag,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
    },
    body,
  }
}
