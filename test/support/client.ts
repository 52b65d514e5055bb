import { systemClock } from '../../src/clock.ts'
import type { Secret } from '../../src/cloudflare/authorization.ts'
import { CloudflareClient } from '../../src/cloudflare/client.ts'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { Gate } from '../../src/cloudflare/gate.ts'
import type { ApiObserver } from '../../src/cloudflare/requester.ts'
import { transportOver } from '../../src/cloudflare/transport.ts'
import { patient } from './machine.ts'

export interface ClientSettings {
  readonly baseUrl: string
  readonly secret: Secret | undefined
  readonly timeoutSeconds?: number
  /** From 0 to 1; 0 takes all waiting out of the backoff. */
  readonly jitter?: number
  readonly requestsPer5m?: number
  readonly redact?: (text: string) => string
}

/** A client for the simulator, with all that it told its observer. */
export function clientFor(settings: ClientSettings) {
  const { baseUrl, secret, jitter = 0, requestsPer5m = 1200, redact = (text) => text } = settings
  const { timeoutSeconds = patient(2_000) / 1000 } = settings
  const requested: (readonly [endpoint: string, code: string])[] = []
  const retried: string[] = []
  const remaining: number[] = []
  const denied: string[] = []
  const observer: ApiObserver = {
    requested: (endpoint, code) => requested.push([endpoint, String(code)]),
    retried: (reason) => retried.push(reason),
    rateLimitRemaining: (_, left) => remaining.push(left),
    denied: (_, endpoint) => denied.push(endpoint),
  }
  const dispatcher = createDispatcher(baseUrl, { httpsProxy: undefined, noProxy: undefined })
  const gate = new Gate({ requestsPer5m, zonesWatched: () => 5 }, systemClock, Math.random)
  const client = new CloudflareClient({
    redact,
    baseUrl,
    timeoutSeconds,
    userAgent: 'cloudflare-cert-exporter/test',
    transport: async () => transportOver(dispatcher),
    readCredential: async () => (secret ? { ok: true, secret } : { ok: false, detail: 'the file is missing' }),
    gateOf: () => gate,
    clock: systemClock,
    random: () => jitter,
    observer,
  })
  return { client, requested, retried, remaining, denied, close: () => dispatcher.destroy() }
}
