import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { clientOf } from '../client-share.ts'
import type { Limits } from '../limits.ts'
import type { OnRefused } from '../refusals.ts'
import { type AlternativeNames, clientFault } from './client-certificate.ts'
import type { ConnectionPlaces } from './connection-places.ts'
import type { DoorTls } from './settings.ts'

export interface ConnectionHandlerOptions {
  readonly tls: DoorTls | undefined
  readonly limits: Limits
  readonly alternativeNames: AlternativeNames
  /** @param over resolves when the answer has been read or its reader is gone */
  readonly serve: (request: IncomingMessage, response: ServerResponse, over: Promise<void>) => void
  readonly places: ConnectionPlaces
  readonly onRefused: OnRefused
}

/**
 * Speaks HTTP or HTTPS on connections that were accepted elsewhere. To change certificates or the kind of client authentication, a
 * listener passes new connections to another instance. Node.js' setSecureContext() cannot change the client authentication, and does not
 * tell which connections were made under the old settings.
 */
export class ConnectionHandler {
  readonly #options: ConnectionHandlerOptions
  readonly #server: Server
  /** The open connections, each with the number of its answers under way. */
  readonly #connections = new Map<Socket, number>()
  #isDraining = false

  /** @throws OpenSSL's error if it does not accept the certificates */
  constructor(options: ConnectionHandlerOptions) {
    const { tls, limits } = options
    this.#options = options
    this.#server = tls ? createSecureServer({ ...limits, ...tlsOptions(tls) }) : createServer(limits)
    // A client that has closed its sending side still gets its answer. Node.js has no type for this option.
    Object.assign(this.#server, { httpAllowHalfOpen: true })
    this.#server.prependListener(tls ? 'secureConnection' : 'connection', (socket: Socket) => this.#enter(socket))
    this.#server.on('request', (request, response) => this.#request(request, response))
    this.#server.on('tlsClientError', (error: Error & { code?: string }, socket: Socket) =>
      options.onRefused('tls', clientOf(socket), error.code ?? error.message),
    )
    // The server never listens, so this starts its timeouts.
    this.#server.emit('listening')
  }

  handle(connection: Socket): void {
    this.#server.emit('connection', connection)
  }

  /** Finishes the answers under way and accepts no further requests. */
  drain(): void {
    this.#isDraining = true
    for (const [socket, answers] of this.#connections) if (answers === 0) socket.destroySoon()
    this.#closeIfEmpty()
  }

  #enter(socket: Socket): void {
    const fault = this.#faultOf(socket)
    if (fault !== undefined) {
      this.#options.onRefused('tls', clientOf(socket), fault)
      socket.destroy()
      return
    }
    this.#connections.set(socket, 0)
    socket.once('close', () => {
      this.#connections.delete(socket)
      this.#closeIfEmpty()
    })
  }

  #faultOf(socket: Socket): string | undefined {
    // Its handshake began under settings that are no longer in force.
    if (this.#isDraining) return 'the rules have just changed'
    if (!this.#options.tls) return undefined
    if (!(socket instanceof TLSSocket)) return 'it does not speak TLS'
    const presented = { der: socket.getPeerX509Certificate()?.raw, isVerified: socket.authorized }
    return clientFault(this.#options.tls, presented, this.#options.alternativeNames)
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const answers = this.#connections.get(socket)
    if (answers === undefined || this.#isDraining) return
    this.#connections.set(socket, answers + 1)
    if (answers === 0) this.#options.places.busy(socket)
    const { promise: over, resolve } = Promise.withResolvers<void>()
    response.once('close', () => {
      resolve()
      this.#answered(socket)
    })
    this.#options.serve(request, response, over)
  }

  #answered(socket: Socket): void {
    const answers = this.#connections.get(socket)
    if (answers === undefined) return
    this.#connections.set(socket, answers - 1)
    if (answers === 1) this.#options.places.idle(socket)
    if (this.#isDraining && answers === 1) socket.destroySoon()
  }

  #closeIfEmpty(): void {
    if (this.#isDraining && this.#connections.size === 0) this.#server.close()
  }
}

function tlsOptions(tls: DoorTls): ServerOptions {
  const { cert, key, clientCas, clientAuth, minVersion, maxVersion, ciphers, ecdhCurve, honorCipherOrder } = tls
  return {
    cert,
    key,
    minVersion,
    maxVersion,
    honorCipherOrder,
    ...(ciphers !== undefined && { ciphers }),
    ...(ecdhCurve !== undefined && { ecdhCurve }),
    // An empty list means nobody. Without a list, Node.js would trust every public CA.
    ca: [...clientCas],
    requestCert: clientAuth !== 'none',
    // The client is checked in #enter, because Node.js does not have these rules.
    rejectUnauthorized: false,
  }
}
