import type { Dispatcher } from 'undici'
import type { Clock } from './clock.ts'
import type { ReadCredential, Secret } from './cloudflare/authorization.ts'
import type { OpenCircuit } from './cloudflare/circuit.ts'
import { CloudflareClient } from './cloudflare/client.ts'
import type { ProxySettings } from './cloudflare/dispatcher.ts'
import { Gate, type HeldBack } from './cloudflare/gate.ts'
import type { ApiObserver } from './cloudflare/requester.ts'
import type { Config, Credential } from './config/model.ts'
import { readSecret } from './config/secrets.ts'
import type { Redactor } from './log/redaction.ts'
import { userAgent } from './version.ts'

export interface ConnectionOptions {
  readonly proxy: ProxySettings
  readonly redactor: Redactor
  readonly clock: Clock
  readonly random: () => number
  readonly observer: Omit<ApiObserver, 'denied'>
  readonly onDenied: ApiObserver['denied']
  /** How many zones are watched with a credential. */
  readonly zonesWatched: (credentials: string) => number
  /** Is told when requests with a credential are held back, and when they go as they come again. */
  readonly onCircuit: (credentials: string, open: OpenCircuit | undefined) => void
}

/**
 * The way to Cloudflare's API, for as long as the process lives. Each configuration gives another client; what was learnt of a
 * credential's pace and troubles stays.
 */
export class CloudflareConnection {
  readonly #options: ConnectionOptions
  readonly #gates = new Map<string, Gate>()
  #route: { readonly baseUrl: string; opened: Promise<Dispatcher> | undefined } | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    const { httpsProxy } = options.proxy
    if (httpsProxy) options.redactor.add(decodeURIComponent(new URL(httpsProxy).password))
  }

  /** A client as this configuration describes it. */
  clientFor(config: Config): CloudflareClient {
    const { redactor, clock, random, observer, onDenied } = this.#options
    const { baseUrl, timeoutSeconds } = config.cloudflare
    this.#configureGates(config)
    return new CloudflareClient({
      baseUrl,
      timeoutSeconds,
      userAgent,
      dispatcher: this.#dispatcherFor(baseUrl),
      readCredential: credentialReader(config.credentials, redactor),
      gateOf: (name) => definedCredential(this.#gates, name),
      clock,
      random,
      observer: {
        requested: (endpoint, code, seconds) => observer.requested(endpoint, code, seconds),
        retried: (reason) => observer.retried(reason),
        rateLimitRemaining: (credentials, remaining) => observer.rateLimitRemaining(credentials, remaining),
        denied: onDenied,
      },
    })
  }

  /** Seconds until the next probe of an outage may go; undefined where no credential is in one. */
  get nextProbe(): number | undefined {
    const probes = [...this.#gates.values()].flatMap((gate) => gate.nextProbe ?? [])
    return probes.length > 0 ? Math.min(...probes) : undefined
  }

  /** As `nextProbe`, of one credential. */
  nextProbeOf(credentials: string): number | undefined {
    return this.#gates.get(credentials)?.nextProbe
  }

  /** Why requests with a credential are held back; undefined where they go as they come. */
  heldBack(credentials: string): HeldBack | undefined {
    return this.#gates.get(credentials)?.heldBack
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    await this.#route?.opened?.then(
      (dispatcher) => dispatcher.destroy(),
      () => undefined,
    )
  }

  #configureGates(config: Config): void {
    const { clock, random, onCircuit, zonesWatched } = this.#options
    for (const name of config.credentials.keys()) {
      const options = { requestsPer5m: config.cloudflare.requestsPer5m, zonesWatched: () => zonesWatched(name) }
      const gate = this.#gates.get(name)
      if (gate) gate.configure(options)
      else this.#gates.set(name, new Gate(options, clock, random, (open) => onCircuit(name, open)))
    }
  }

  /** Opened by the first request, for its library takes long to load, and the daemon listens first. */
  #dispatcherFor(baseUrl: string): () => Promise<Dispatcher> {
    if (this.#route?.baseUrl !== baseUrl) {
      // Requests under way on the old one end by their own timeout.
      void this.#route?.opened?.then(
        (dispatcher) => dispatcher.close(),
        () => undefined,
      )
      this.#route = { baseUrl, opened: undefined }
    }
    const route = this.#route
    return () => {
      route.opened ??= openDispatcher(baseUrl, this.#options.proxy).catch((error: unknown) => {
        route.opened = undefined
        throw error
      })
      return route.opened
    }
  }
}

async function openDispatcher(baseUrl: string, proxy: ProxySettings): Promise<Dispatcher> {
  const { createDispatcher } = await import('./cloudflare/dispatcher.ts')
  return createDispatcher(baseUrl, proxy)
}

/** Reads the secret anew at every request, so that a rotated token needs no restart; the redactor learns it before it is used. */
function credentialReader(credentials: ReadonlyMap<string, Credential>, redactor: Redactor): ReadCredential {
  return async (name) => {
    const credential = definedCredential(credentials, name)
    const secret = await secretOf(credential)
    if (secret.ok) redactor.add(secret.secret.kind === 'token' ? secret.secret.token : secret.secret.key)
    return secret
  }
}

async function secretOf(credential: Credential): Promise<Awaited<ReturnType<ReadCredential>>> {
  if (credential.kind === 'token') {
    const token = await readSecret(credential.token)
    return token.ok ? usable({ kind: 'token', token: token.value }) : token
  }
  const [email, key] = await Promise.all([readSecret(credential.email), readSecret(credential.key)])
  if (!email.ok) return email
  return key.ok ? usable({ kind: 'key', email: email.value, key: key.value }) : key
}

function usable(secret: Secret): { readonly ok: true; readonly secret: Secret } {
  return { ok: true, secret }
}

/** The configuration's check has made sure that every entry names a credential that is there. */
function definedCredential<T>(byName: ReadonlyMap<string, T>, name: string): T {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`no credential is called ${name}`)
  return found
}
