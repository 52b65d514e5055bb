import { type AddressInfo, createServer, type Server } from 'node:net'
import { Answering } from './answering.ts'
import { BasicAuth } from './door/basic-auth.ts'
import type { AlternativeNames } from './door/client-certificate.ts'
import { ConnectionHandler } from './door/connection-handler.ts'
import { ConnectionPlaces } from './door/connection-places.ts'
import { PasswordQueue } from './door/password-queue.ts'
import { type DoorSettings, openDoor } from './door/settings.ts'
import { defaultLimits, type Limits } from './limits.ts'
import type { OnRefused } from './refusals.ts'
import type { Routes } from './routes.ts'

export interface ListenAddress {
  /** Undefined for every address of the machine, IPv4 and IPv6. */
  readonly host: string | undefined
  readonly port: number
}

export interface ListenOptions {
  /** Undefined for plain HTTP that is open to everybody. */
  readonly door?: DoorSettings
  readonly limits?: Partial<Limits>
  /**
   * Whether a name is allowed in the Host header. An IP address and `localhost` are always allowed. Undefined if every name is allowed.
   */
  readonly isAllowedHost?: (name: string) => boolean
  /** Is called for each refused client, with the reason. */
  readonly onRefused?: OnRefused
}

export interface HttpServer {
  /** The URL of the listener, for people: `http://127.0.0.1:9977`. */
  readonly url: string
  /**
   * Puts other settings in force. Passwords and headers change with the next request. TLS changes with the next connection, and older
   * connections end after their current answer.
   * @throws OpenSSL's error if it does not accept the certificates; nothing has changed then
   */
  changeDoor(door: DoorSettings): void
  /** Finishes the answers under way for at most `graceMs`, then ends every connection. */
  stop(graceMs: number): Promise<void>
}

/**
 * Opens the listener.
 * @param onError is called with the error of a handler that threw; its client gets a 500
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(
  { host, port }: ListenAddress,
  routes: Routes,
  onError: (error: unknown) => void,
  { door: ownDoor, limits: ownLimits, isAllowedHost = () => true, onRefused = () => undefined }: ListenOptions = {},
): Promise<HttpServer> {
  const limits = { ...defaultLimits, ...ownLimits }
  const passwords = new PasswordQueue(limits)
  const auth = new BasicAuth((password, hash, client) => passwords.check(password, hash, client), onRefused)
  const answering = new Answering({ routes, auth, limits, isAllowedHost, onRefused, onError })
  const places = new ConnectionPlaces(limits.maxConnections, onRefused)
  const alternativeNames = await loadAlternativeNames(ownDoor)
  let door = ownDoor ?? openDoor
  let handler = handlerOf(door)

  function handlerOf({ tls }: DoorSettings): ConnectionHandler {
    return new ConnectionHandler({
      tls,
      limits,
      alternativeNames,
      places,
      onRefused,
      serve: (request, response, over) => void answering.serve(request, response, over, door),
    })
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (connection) => {
    if (places.admit(connection)) handler.handle(connection)
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port, host }, resolve)
    })
  } catch (error) {
    handler.drain()
    throw error
  }
  server.on('error', onError)
  const address = addressOf(server)

  return {
    get url() {
      return urlOf(address, door)
    },
    changeDoor(next) {
      const old = isSame(next.tls, door.tls) ? undefined : handler
      if (old) handler = handlerOf(next)
      door = next
      old?.drain()
    },
    async stop(graceMs) {
      // Not at once, because close() would cut off what was passed to end() and not sent yet.
      await answering.stop(graceMs)
      const closed = new Promise((resolve) => server.once('close', resolve))
      server.close()
      handler.drain()
      places.closeAll()
      await Promise.all([closed, passwords.close()])
    },
  }
}

/** Its library takes long to load, so it is loaded only if settings exist. If settings are added later, no name is an allowed one. */
async function loadAlternativeNames(door: DoorSettings | undefined): Promise<AlternativeNames> {
  return door ? (await import('./door/alternative-names.ts')).alternativeNames : () => []
}

function isSame(a: DoorSettings['tls'], b: DoorSettings['tls']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The URL of a listener, for people: of all addresses `localhost` stands for the one that works on this machine. */
export function urlOf(
  { address, port }: Pick<AddressInfo, 'address' | 'port'>,
  { tls }: Pick<DoorSettings, 'tls'>,
): string {
  const host =
    address === '::' || address === '0.0.0.0' ? 'localhost' : address.includes(':') ? `[${address}]` : address
  return `${tls ? 'https' : 'http'}://${host}:${port}`
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address
}
