import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Reply, type Routes, route } from './routes.ts'

export interface ListenAddress {
  /** Undefined: every address of the machine, IPv4 and IPv6. */
  readonly host: string | undefined
  readonly port: number
}

export interface HttpServer {
  /** Where it listens, for people: `http://127.0.0.1:9977`. */
  readonly url: string
  /** Finishes the answers under way, for as long as `graceMs`, then ends every connection. */
  stop(graceMs: number): Promise<void>
}

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  // The two timeouts above only act when connections are looked at: every 30 s by default.
  connectionsCheckingInterval: 1_000,
}

/**
 * Opens the listener.
 * @param onError is told of a handler that threw; its client gets a 500
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(
  { host, port }: ListenAddress,
  routes: Routes,
  onError: (error: unknown) => void,
): Promise<HttpServer> {
  const underWay = new Set<ServerResponse>()
  let stopping = false

  const server = createServer(limits, (request, response) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    response.once('finish', () => underWay.delete(response))
    if (stopping) response.setHeader('connection', 'close')
    void answer(request, response, routes, onError)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  server.on('error', onError)

  return {
    url: urlOf(server),
    async stop(graceMs) {
      stopping = true
      const closed = new Promise((resolve) => server.once('close', resolve))
      // close() cuts what was handed to end() but not yet sent: Node.js takes such a connection for an idle one.
      await allDone(underWay, graceMs)
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
  onError: (error: unknown) => void,
): Promise<void> {
  let reply: Reply
  try {
    reply = await route(routes, request)
  } catch (error) {
    onError(error)
    reply = { status: 500, body: 'internal error, see the log\n' }
  }
  const { status, headers, body } = reply
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function allDone(responses: ReadonlySet<ServerResponse>, graceMs: number): Promise<unknown> {
  const ends = [...responses].map(
    (response) => new Promise((resolve) => response.once('finish', resolve).once('close', resolve)),
  )
  const { promise: grace, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, graceMs)
  return Promise.race([Promise.all(ends), grace]).finally(() => clearTimeout(timer))
}

function urlOf(server: Server): string {
  const { address, port } = addressOf(server)
  const host =
    address === '::' || address === '0.0.0.0' ? 'localhost' : address.includes(':') ? `[${address}]` : address
  return `http://${host}:${port}`
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address
}
