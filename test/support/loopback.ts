import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface LoopbackServer {
  /** `HOST:PORT` */
  readonly host: string
  close(): Promise<void>
}

/** An HTTP server on a port of the loopback address, and nothing else about it. Whoever asks is told why there is no answer. */
export async function startLoopbackServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response)
    } catch (error) {
      // Where a test ends, whoever asked may have gone, and so may those who were to be asked.
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    }
  })
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
