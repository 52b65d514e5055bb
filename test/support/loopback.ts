import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface LoopbackServer {
  /** `HOST:PORT` */
  readonly host: string
  close(): Promise<void>
}

/** An HTTP server on a port of the loopback address, and nothing else about it. */
export async function startLoopbackServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: `127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
