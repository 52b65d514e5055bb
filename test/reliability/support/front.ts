import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { type SecureContext, TLSSocket } from 'node:tls'
import { freePort } from '../../support/port.ts'

/** What happens to a connection before any HTTP. */
export type FrontMode =
  | { readonly kind: 'forward'; readonly context: SecureContext }
  /** Nobody listens. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' }
  /** Bytes go in, none come out. */
  | { readonly kind: 'silence' }
  /** The other side does not speak TLS. */
  | { readonly kind: 'plain'; readonly bytes: string }

/** Terminates TLS in front of a simulator, and fails below HTTP on demand. */
export interface Front {
  readonly port: number
  /** Another mode from now on. Connections of the old one are destroyed: kept alive, they would not notice. */
  become(mode: FrontMode): Promise<void>
  /** Resolves when a connection comes in the mode of the moment. */
  nextConnection(): Promise<void>
  close(): Promise<void>
}

export async function startFront(simulatorPort: number, initial: FrontMode): Promise<Front> {
  const sockets = new Set<Socket>()
  let mode = initial
  // It listens there again after it was closed, so that nobody else may have it meanwhile.
  const port = await freePort()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    handle(socket, mode, simulatorPort)
  })

  async function listen(): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  async function close(): Promise<void> {
    const closed = server.listening ? once(server, 'close') : undefined
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }

  await listen()
  return {
    port,
    async become(next) {
      mode = next
      for (const socket of sockets) socket.destroy()
      if (next.kind === 'refuse') await close()
      else if (!server.listening) await listen()
    },
    async nextConnection() {
      await once(server, 'connection')
    },
    close,
  }
}

function handle(socket: Socket, mode: FrontMode, simulatorPort: number): void {
  switch (mode.kind) {
    case 'forward':
      forward(socket, mode.context, simulatorPort)
      return
    case 'reset':
      socket.resetAndDestroy()
      return
    case 'plain':
      socket.end(mode.bytes)
      return
    case 'close':
      socket.destroy()
      return
    case 'silence':
      socket.resume()
      return
    case 'refuse':
      socket.destroy()
  }
}

function forward(socket: Socket, secureContext: SecureContext, simulatorPort: number): void {
  const secure = new TLSSocket(socket, { isServer: true, secureContext })
  const inner = connect(simulatorPort, '127.0.0.1')
  secure.on('error', () => inner.destroy())
  // A reset stays one on the other side, and is no tidy end.
  inner.on('error', () => socket.resetAndDestroy())
  pipeline(secure, inner, () => undefined)
  pipeline(inner, secure, () => undefined)
}
