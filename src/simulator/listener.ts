import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Listener {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** Stops listening and destroys all connections, also those without an answer. */
  close(): Promise<void>
}

/** Starts an HTTP server. Rejects if the address is in use. */
export async function listen(
  host: string,
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listener> {
  const sockets = new Set<Socket>()
  // If the server ended an idle connection at the moment a client uses it, this would look like a fault.
  const server = createServer({ keepAliveTimeout: 120_000 }, handle)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, host)
  await once(server, 'listening')

  return {
    origin: originOf(host, server.address()),
    async close() {
      if (!server.listening) return
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

function originOf(host: string, address: ReturnType<ReturnType<typeof createServer>['address']>): string {
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on no port')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}
