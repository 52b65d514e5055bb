import { type Answer, jsonAnswer, plainAnswer, textAnswer } from '../api/answer.ts'

/** Pages of the machines in front of the API. None of them is an envelope. */
const pages = {
  plain: () =>
    plainAnswer(200, 'text/html; charset=UTF-8', '<!DOCTYPE html><html><body>Sign in to the network</body></html>'),
  bad_gateway: () => textAnswer(502, 'error code: 502'),
  rate_limited: () =>
    retryable(plainAnswer(429, 'text/html; charset=UTF-8', errorPage(1015, 'You are being rate limited')), 30),
  rate_limited_json: () => retryable(rateLimitedJson(), 30),
  access_denied: () => plainAnswer(403, 'text/html; charset=UTF-8', errorPage(1020, 'Access denied')),
} satisfies Record<string, () => Answer>

export function edgePage(page: keyof typeof pages): Answer {
  return pages[page]()
}

function retryable(answer: Answer, seconds: number): Answer {
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } }
}

function rateLimitedJson(): Answer {
  return jsonAnswer(429, {
    type: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1015/',
    title: 'Error 1015: You are being rate limited',
    status: 429,
    error_code: 1015,
    retryable: true,
    retry_after: 30,
  })
}

function errorPage(code: number, title: string): string {
  return `<!DOCTYPE html>
<html lang="en-US">
<head><title>${title} | api.cloudflare.com used Cloudflare to restrict access</title></head>
<body><h1><span>Error</span> <span>${code}</span></h1><h2>${title}</h2><p>Ray ID: 8f0000000000abcd</p></body>
</html>
`
}
