import { isIP } from 'node:net'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'

/** How requests reach Cloudflare: the host, and the proxy if there is one. */
export interface WayToCloudflare {
  readonly baseUrl: string
  readonly proxy: ProxySettings
}

/** Advice for a failure that concerns everything. A command asks only once, so the advice is never to wait. */
export function remedyFor(reason: CheckFailureReason, way: WayToCloudflare): string {
  switch (reason) {
    case 'network':
    case 'timeout':
      return lookAtTheNetwork(way)
    case 'bad_response':
      return `${checkFailures[reason].remedy}: a proxy, or a page to log in? ${proxyWords(way.proxy)}`
    case 'server_error':
    case 'rate_limited':
      return 'Try again in some minutes'
    default:
      return checkFailures[reason].remedy
  }
}

function lookAtTheNetwork({ baseUrl, proxy }: WayToCloudflare): string {
  const { hostname, port, protocol } = new URL(baseUrl)
  const number = port || (protocol === 'http:' ? '80' : '443')
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  const questions = [
    ...(isAddress ? [] : [`does the DNS know ${hostname}`]),
    `does a firewall let this machine out to port ${number} of ${hostname}`,
    'is a proxy needed',
  ]
  return `Look at the network: ${questions.join(', ')}? ${proxyWords(proxy)}`
}

/** Leaves out the user and the password of the URL. */
function proxyWords({ httpsProxy }: ProxySettings): string {
  return httpsProxy === undefined ? 'HTTPS_PROXY is not set' : `HTTPS_PROXY is ${new URL(httpsProxy).host}`
}
