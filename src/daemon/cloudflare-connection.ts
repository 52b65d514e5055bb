import type { Clock } from '../clock.ts'
import type { GateObserver, HeldBack } from '../cloudflare/admission.ts'
import { secretPartOf } from '../cloudflare/authorization.ts'
import type { OpenCircuit } from '../cloudflare/circuit.ts'
import { CloudflareClient } from '../cloudflare/client.ts'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import { Gate } from '../cloudflare/gate.ts'
import { probeDelay } from '../cloudflare/probe-delay.ts'
import type { ApiObserver } from '../cloudflare/requester.ts'
import type { OpenTransport, Transport } from '../cloudflare/transport.ts'
import type { Config, Credential } from '../config/model.ts'
import type { ReadFile } from '../files/read-limited.ts'
import type { Redactor } from '../log/redaction.ts'
import { userAgent } from '../version.ts'
import { type CredentialReading, CredentialReadings, readCredential } from './credential-secrets.ts'
import { RecentSecrets } from './recent-secrets.ts'

/** Is called when the state of a credential changes, with the credential's name. */
export interface CredentialHooks {
  /** Requests with a credential are held back, or are sent normally again. */
  readonly onCircuit: (credentials: string, open: OpenCircuit | undefined) => void
  /** The first reading of a credential's secret ended, or a later one ended differently. */
  readonly onCredentialRead: (
    credentials: string,
    before: CredentialReading | undefined,
    now: CredentialReading,
  ) => void
  /** A credential may be refused. Requests with it wait for the returned promise, see `GateObserver`. */
  readonly onSuspected: (credentials: string) => Promise<void> | undefined
  /** Nothing succeeds any more with a credential, or something does again. */
  readonly onRefusedThroughout: (credentials: string, isSo: boolean) => void
}

export interface ConnectionOptions extends CredentialHooks {
  readonly proxy: ProxySettings
  readonly openTransport: OpenTransport
  readonly readFile: ReadFile
  readonly redactor: Redactor
  readonly clock: Clock
  readonly random: () => number
  readonly observer: Omit<ApiObserver, 'denied'>
  readonly onDenied: ApiObserver['denied']
  /** The number of zones that are watched with a credential. */
  readonly zonesWatched: (credentials: string) => number
}

/**
 * Connects to Cloudflare's API for as long as the process lives. Each configuration gets a client of its own. What was learnt about
 * a credential's pace and health stays.
 */
export class CloudflareConnection {
  readonly #options: ConnectionOptions
  /** Those of credentials that a reload took away stay: their names may come back. */
  readonly #gates = new Map<string, Gate>()
  /** The names of the newest configuration. */
  #configured: readonly string[] = []
  readonly #readings: CredentialReadings
  readonly #secrets: RecentSecrets
  #route: { readonly baseUrl: string; opened: Promise<Transport> | undefined } | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#readings = new CredentialReadings(options.onCredentialRead)
    this.#secrets = new RecentSecrets(options.clock, (credential) => this.#readNow(credential))
    const { httpsProxy } = options.proxy
    if (httpsProxy) options.redactor.add(decodeURIComponent(new URL(httpsProxy).password))
  }

  /** Makes a client for this configuration. */
  clientFor(config: Config): CloudflareClient {
    const { clock, random, observer, onDenied } = this.#options
    const { baseUrl, timeoutSeconds } = config.cloudflare
    this.#configureGates(config)
    return new CloudflareClient({
      redact: this.#options.redactor.apply,
      baseUrl,
      timeoutSeconds,
      userAgent,
      transport: this.#transportFor(baseUrl),
      readCredential: (name) => this.#secrets.read(definedCredential(config.credentials, name)),
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

  /** Seconds to wait for the next probe of an outage, or undefined if no credential is in an outage. */
  get nextProbe(): number | undefined {
    const probes = this.#configured.flatMap((name) => this.probeDueIn(name) ?? [])
    return probeDelay(probes.length > 0 ? Math.min(...probes) : undefined)
  }

  /** Seconds until a credential's outage may be probed, 0 if that is overdue, or undefined if it is in no outage. */
  probeDueIn(credentials: string): number | undefined {
    return this.#gates.get(credentials)?.nextProbe
  }

  /** Why requests with a credential are held back, or undefined if they are sent normally. */
  heldBack(credentials: string): HeldBack | undefined {
    return this.#gates.get(credentials)?.heldBack
  }

  /** Whether nothing succeeds any more with a credential, or undefined if that is unknown. */
  isRefused(credentials: string): boolean | undefined {
    return this.#gates.get(credentials)?.isRefused
  }

  /** Is called when a verification says that a credential is good. */
  verified(credentials: string): void {
    this.#gates.get(credentials)?.verified()
  }

  /** How the last reading of a credential ended, or undefined before the first. */
  readingOf(credentials: string): CredentialReading | undefined {
    return this.#readings.of(credentials)
  }

  /** Reads the secret of every credential anew, although nothing is to be asked now. */
  async readAll(credentials: Config['credentials']): Promise<void> {
    this.#secrets.forgetAll()
    await Promise.all([...credentials.values()].map((credential) => this.#secrets.read(credential)))
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    await this.#route?.opened?.then(
      (transport) => transport.destroy(),
      () => undefined,
    )
  }

  /** The redactor learns a secret before it is used. */
  async #readNow(credential: Credential): Promise<CredentialReading> {
    const reading = await readCredential(credential, this.#options.readFile)
    if (reading.ok) this.#options.redactor.add(secretPartOf(reading.secret))
    this.#readings.note(credential.name, reading)
    return reading
  }

  #configureGates(config: Config): void {
    const { clock, random, zonesWatched } = this.#options
    this.#configured = [...config.credentials.keys()]
    for (const name of this.#configured) {
      const options = { requestsPer5m: config.cloudflare.requestsPer5m, zonesWatched: () => zonesWatched(name) }
      const gate = this.#gates.get(name)
      if (gate) gate.configure(options)
      else this.#gates.set(name, new Gate(options, clock, random, this.#observerOf(name)))
    }
  }

  #observerOf(name: string): GateObserver {
    const { onCircuit, onSuspected, onRefusedThroughout } = this.#options
    return {
      circuit: (open) => onCircuit(name, open),
      suspected: () => {
        // It may have been rotated just now.
        this.#secrets.forget(name)
        return onSuspected(name)
      },
      refusedThroughout: (isSo) => onRefusedThroughout(name, isSo),
    }
  }

  /** Is opened by the first request, because the library takes long to load and the daemon must listen first. */
  #transportFor(baseUrl: string): () => Promise<Transport> {
    if (this.#route?.baseUrl !== baseUrl) {
      // Requests that the old one has sent end by their own timeout.
      void this.#route?.opened?.then(
        (transport) => transport.close(),
        () => undefined,
      )
      this.#route = { baseUrl, opened: undefined }
    }
    const route = this.#route
    return () => {
      route.opened ??= this.#options.openTransport(baseUrl, this.#options.proxy).catch((error: unknown) => {
        route.opened = undefined
        throw error
      })
      return route.opened
    }
  }
}

/** Cannot fail: the configuration's check makes sure that every entry names a credential that exists. */
function definedCredential<T>(byName: ReadonlyMap<string, T>, name: string): T {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`no credential is called ${name}`)
  return found
}
