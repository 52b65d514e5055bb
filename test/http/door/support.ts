import { once } from 'node:events'
import { request as requestPlain } from 'node:http'
import { type RequestOptions, request as requestSecure } from 'node:https'
import { connect, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import { type DoorSettings, type DoorTls, openDoor } from '../../../src/http/door/settings.ts'
import type { Routes } from '../../../src/http/routes.ts'
import { type HttpServer, type ListenOptions, listen } from '../../../src/http/server.ts'
import type { Pair } from '../../support/authority.ts'

export interface TestServer extends HttpServer {
  readonly port: number
  /** What handlers threw. */
  readonly errors: readonly unknown[]
  /** Why clients were turned away: what a library said, or the reason. */
  readonly refusals: readonly string[]
}

export const hello: Routes = { '/hello': { GET: () => ({ status: 200, body: 'hello\n' }) } }

/** Opens listeners on free ports, and closes them after each test. */
export function useServers(): (
  door?: Partial<DoorSettings>,
  routes?: Routes,
  limits?: ListenOptions['limits'],
  options?: ListenOptions,
) => Promise<TestServer> {
  const open: HttpServer[] = []
  afterEach(() => Promise.all(open.splice(0).map((server) => server.stop(0))))
  return async (door = {}, routes = hello, limits = {}, options = {}) => {
    const errors: unknown[] = []
    const refusals: string[] = []
    const server = await listen({ host: '127.0.0.1', port: 0 }, routes, (error) => errors.push(error), {
      door: { ...openDoor, ...door },
      limits,
      onRefused: (reason, _, detail) => refusals.push(detail ?? reason),
      ...options,
    })
    open.push(server)
    return { ...server, url: server.url, port: Number(new URL(server.url).port), errors, refusals }
  }
}

/** TLS that asks nobody for a certificate. */
export function tlsWith(server: Pair, differences: Partial<DoorTls> = {}): DoorTls {
  return {
    ...server,
    clientAuth: 'none',
    clientCas: [],
    allowedSans: undefined,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: undefined,
    ecdhCurve: undefined,
    honorCipherOrder: true,
    ...differences,
  }
}

export interface Answer {
  /** The HTTP status, or the code of the error that came instead. */
  readonly outcome: number | string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Asks on a connection of its own, unless an agent is given. */
export function get(port: number, options: RequestOptions & { secure?: boolean } = {}): Promise<Answer> {
  const send = options.secure === false ? requestPlain : requestSecure
  return new Promise((resolve) => {
    const failed = (error: Error & { code?: string }) =>
      resolve({ outcome: error.code ?? error.message, headers: {}, body: '' })
    const request = send(
      { host: '127.0.0.1', port, path: '/hello', agent: false, rejectUnauthorized: false, ...options },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text
        })
        response.on('end', () => resolve({ outcome: response.statusCode ?? 0, headers: response.headers, body }))
        response.on('error', failed)
      },
    )
    request.on('error', failed)
    request.end()
  })
}

/** What curl sends for `--user`. */
export function basic(name: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}

export async function rawConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Resolves when the other side has ended or reset it. */
export async function closed(socket: Socket): Promise<void> {
  socket.resume()
  if (!socket.destroyed) await once(socket, 'close')
}
