import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import { largestBody } from './largest-body.ts'

export interface ProxySettings {
  readonly httpsProxy: string | undefined
  readonly noProxy: string | undefined
}

const options = {
  // After one answer over maxResponseSize on HTTP/2, undici 8 fails every later request of that connection.
  allowH2: false,
  connections: 8,
  maxResponseSize: largestBody,
  // The timeout of the whole request covers these.
  headersTimeout: 0,
  bodyTimeout: 0,
} as const

/**
 * Opens connections to the API, through a proxy if the settings name one. A loopback address is never asked through a proxy.
 * @throws if `httpsProxy` is not the URL of a proxy
 */
export function createDispatcher(baseUrl: string, proxy: ProxySettings): Dispatcher {
  if (!proxy.httpsProxy || isLoopback(new URL(baseUrl).hostname)) return new Agent(options)
  // An empty httpProxy keeps undici from reading the environment itself.
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: '',
    httpsProxy: proxy.httpsProxy,
    noProxy: proxy.noProxy ?? '',
  })
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
