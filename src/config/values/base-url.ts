import { isIPv4 } from 'node:net'

export type BaseUrlResult =
  | { readonly ok: true; readonly baseUrl: string }
  | { readonly ok: false; readonly reason: string }

/** The URL without a trailing slash. The reason never repeats the text, because it may contain a password. */
export function parseBaseUrl(text: string): BaseUrlResult {
  const url = URL.parse(text)
  if (url === null) return refused('is not a URL: expected one such as https://api.cloudflare.com/client/v4')
  if (url.username !== '' || url.password !== '') {
    return refused('contains a user name or password: expected a URL without, credentials stand under `credentials`')
  }
  if (/[?#]/.test(text)) return refused('contains a query or a fragment: expected a URL that ends with its path')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refused(
      'is not https: expected a URL that begins with https:// (http:// only for localhost, 127.0.0.0/8, [::1])',
    )
  }
  return { ok: true, baseUrl: url.href.replace(/\/+$/, '') }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
}

function refused(reason: string): BaseUrlResult {
  return { ok: false, reason }
}
