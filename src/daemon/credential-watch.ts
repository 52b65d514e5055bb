import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { HeldBack } from '../cloudflare/admission.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { Config } from '../config/model.ts'
import type { TokenStatus } from '../tokens/token-status.ts'
import { TokenWatch, type WatchedToken } from '../tokens/token-watch.ts'
import type { CloudflareConnection, CredentialHooks } from './cloudflare-connection.ts'
import type { CredentialReading } from './credential-secrets.ts'
import type { CycleLog } from './cycle-log.ts'

export interface CredentialWatchOptions {
  readonly connection: () => CloudflareConnection
  readonly client: () => CloudflareClient
  readonly cycleLog: CycleLog
  readonly clock: Clock
  readonly log: Logger
}

/** Knows for every credential whether its secret can be read and whether Cloudflare accepts it. */
export class CredentialWatch {
  readonly #connection: () => CloudflareConnection
  readonly #cycleLog: CycleLog
  readonly #tokens: TokenWatch
  #credentials: Config['credentials'] = new Map()

  constructor({ connection, client, cycleLog, clock, log }: CredentialWatchOptions) {
    this.#connection = connection
    this.#cycleLog = cycleLog
    this.#tokens = new TokenWatch({
      verify: ({ name, accountId }, signal) => client().verifyToken(name, accountId, signal),
      verified: (name) => connection().verified(name),
      isRefusedThroughout: (name) => connection().isRefused(name) === true,
      clock,
      log,
    })
  }

  /** The callbacks that the connection reports to. */
  readonly hooks: CredentialHooks = {
    onCircuit: (name, open) => {
      this.#cycleLog.circuitEvent(name, open)
      if (!open) this.#tokens.letIn(name)
    },
    onCredentialRead: (name, before, reading) => this.#cycleLog.credentialRead(name, before, reading),
    onSuspected: (name) => this.#tokens.suspect(name),
    onRefusedThroughout: (name, isSo) => {
      this.#tokens.refusedThroughout(name, isSo)
      if (this.#credentials.get(name)?.kind === 'key') this.#cycleLog.keyRefused(name, isSo)
    },
  }

  get tokens(): readonly TokenStatus[] {
    return this.#tokens.statuses
  }

  /** Whether Cloudflare refuses each pair of e-mail address and key. Pairs with an unknown state are left out. */
  get keys(): readonly { readonly credentials: string; readonly isRefused: boolean }[] {
    return [...this.#credentials.values()].flatMap(({ kind, name }) => {
      const isRefused = kind === 'key' ? this.#connection().isRefused(name) : undefined
      return isRefused === undefined ? [] : [{ credentials: name, isRefused }]
    })
  }

  /** How the last reading of each credential ended. Credentials that were never read are left out. */
  get readings(): ReadonlyMap<string, CredentialReading> {
    const readings = [...this.#credentials.keys()].map((name) => [name, this.#connection().readingOf(name)] as const)
    return new Map(readings.flatMap(([name, reading]) => (reading ? [[name, reading] as const] : [])))
  }

  /** Why requests with a credential are held back, or undefined if they are sent normally. */
  heldBack(credentials: string): HeldBack | undefined {
    return this.#connection().heldBack(credentials)
  }

  /** Watches exactly these credentials from now on. */
  watch(credentials: Config['credentials']): void {
    this.#credentials = credentials
    this.#tokens.watch(tokensOf(credentials))
    this.#readAll()
  }

  start(): void {
    this.#tokens.start()
  }

  /** Is called when the file of a secret has changed. */
  askAgain(): void {
    this.#readAll()
    this.#tokens.verifyAgain()
  }

  async stop(): Promise<void> {
    await this.#tokens.stop()
  }

  /** Reads the secrets now, because it may be hours until something is asked with them. */
  #readAll(): void {
    void this.#connection().readAll(this.#credentials)
  }
}

function tokensOf(credentials: Config['credentials']): readonly WatchedToken[] {
  return [...credentials.values()].flatMap((credential) => {
    if (credential.kind !== 'token') return []
    const { name, accountId, token } = credential
    return [{ name, accountId, path: token.kind === 'file' ? token.path : undefined }]
  })
}
