import { isIPv4 } from 'node:net'

export type BaseUrlResult =
  | { readonly ok: true; readonly baseUrl: string }
  | { readonly ok: false; readonly reason: string }

/** The URL of Cloudflare's API without a trailing slash. The reason never repeats the text, because it may contain a password. */
export function parseBaseUrl(text: string): BaseUrlResult {
  const parsed = parsePlainUrl(text, 'https://api.cloudflare.com/client/v4', ', credentials stand under `credentials`')
  if ('reason' in parsed) return parsed
  const { url } = parsed
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refused(
      'is not https: expected a URL that begins with https:// (http:// only for localhost, 127.0.0.0/8, [::1])',
    )
  }
  return accepted(url)
}

/** The URL of a page that links lead to, without a trailing slash. */
export function parsePageUrl(text: string): BaseUrlResult {
  const parsed = parsePlainUrl(text, 'https://exporter.example.com')
  if ('reason' in parsed) return parsed
  const { url } = parsed
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refused('is no address of a page: expected a URL that begins with http:// or https://')
  return accepted(url)
}

type Refused = Extract<BaseUrlResult, { readonly ok: false }>

/** A URL without user name, password, query and fragment. */
function parsePlainUrl(text: string, example: string, whereSecretsGo = ''): { readonly url: URL } | Refused {
  const url = URL.parse(text)
  if (url === null) return refused(`is not a URL: expected one such as ${example}`)
  if (url.username !== '' || url.password !== '')
    return refused(`contains a user name or password: expected a URL without${whereSecretsGo}`)
  if (/[?#]/.test(text)) return refused('contains a query or a fragment: expected a URL that ends with its path')
  return { url }
}

function accepted(url: URL): BaseUrlResult {
  return { ok: true, baseUrl: url.href.replace(/\/+$/, '') }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
}

function refused(reason: string): Refused {
  return { ok: false, reason }
}
