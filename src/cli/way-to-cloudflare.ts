import { isIP } from 'node:net'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'

/** The way that a request takes. */
export interface WayToCloudflare {
  readonly baseUrl: string
  readonly proxy: ProxySettings
}

/** What to do about a failure that lies in no single thing that was asked for. A command asks only once, so nobody is told to wait. */
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

/** Without the user and the password that may stand in its URL. */
function proxyWords({ httpsProxy }: ProxySettings): string {
  return httpsProxy === undefined ? 'HTTPS_PROXY is not set' : `HTTPS_PROXY is ${new URL(httpsProxy).host}`
}
