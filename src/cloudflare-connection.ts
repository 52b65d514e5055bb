import type { Clock } from './clock.ts'
import type { ReadCredential, Secret } from './cloudflare/authorization.ts'
import { type ApiObserver, CloudflareClient } from './cloudflare/client.ts'
import { createPace, type Pace } from './cloudflare/pace.ts'
import { createDispatcher, type ProxySettings } from './cloudflare/transport.ts'
import type { Config, Credential } from './config/model.ts'
import { readSecret } from './config/secrets.ts'
import type { Redactor } from './log/redaction.ts'
import { userAgent } from './version.ts'

export interface ConnectionOptions {
  readonly config: Config
  readonly proxy: ProxySettings
  readonly redactor: Redactor
  readonly clock: Clock
  readonly random: () => number
  readonly observer: ApiObserver
}

export interface CloudflareConnection {
  readonly client: CloudflareClient
  /** Ends every connection at once. */
  close(): Promise<void>
}

/**
 * A client as the configuration describes it.
 * @throws where the proxy of the environment cannot be used
 */
export function connect({ config, proxy, redactor, clock, random, observer }: ConnectionOptions): CloudflareConnection {
  const { baseUrl, timeoutSeconds, requestsPer5m } = config.cloudflare
  if (proxy.httpsProxy) redactor.add(decodeURIComponent(new URL(proxy.httpsProxy).password))
  const dispatcher = createDispatcher(baseUrl, proxy)
  const paces = new Map<string, Pace>(
    [...config.credentials.keys()].map((name) => [name, createPace(requestsPer5m, clock)]),
  )
  const client = new CloudflareClient({
    baseUrl,
    timeoutSeconds,
    userAgent,
    dispatcher,
    readCredential: credentialReader(config.credentials, redactor),
    paceOf: (name) => definedCredential(paces, name),
    clock,
    random,
    observer,
  })
  return { client, close: () => dispatcher.destroy() }
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
