import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { resourceForms } from '../../src/simulator/api/resource-forms.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import type { ResourceName } from '../../src/simulator/store/resource.ts'

export const now = new Date('2026-11-23T12:00:00Z')

let shared: Promise<Fleet> | undefined

/** Made once a file: keys take time. */
export function fleetOnce(): Promise<Fleet> {
  shared ??= demoFleet({ now })
  return shared
}

/** Closed when the test ends. */
export async function simulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const started = await startSimulator({ fleet: await fleetOnce(), clock: () => now, ...options })
  onTestFinished(() => started.close())
  return started
}

export function member(fleet: Fleet, name: string): SimulatedCertificate {
  const found = fleet.certificates.find((each) => each.name === name)
  if (found === undefined) throw new Error(`the fleet has no ${name}`)
  return found
}

export function pathOf({ kind, zoneId, certificateId }: SimulatedCertificate): string {
  return `${listPath(kind, zoneId)}/${certificateId}`
}

export function listPath(kind: 'hostname' | 'zone', zoneId: string): string {
  return `/zones/${zoneId}/origin_tls_client_auth${kind === 'hostname' ? '/hostnames/certificates' : ''}`
}

export function associationPath(zoneId: string, hostname: string): string {
  return `/zones/${zoneId}/origin_tls_client_auth/hostnames/${hostname}`
}

export function settingsPath(zoneId: string): string {
  return `/zones/${zoneId}/origin_tls_client_auth/settings`
}

/** Asks with the right token. */
export function ask({ baseUrl, credentials }: Simulator, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${baseUrl}${path}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${credentials.token}` },
    ...init,
  })
}

/** Status and body in one, for assertions. */
export async function answer(response: Promise<Response>): Promise<{ status: number; body: unknown }> {
  const { status, text } = await response.then(async (each) => ({ status: each.status, text: await each.text() }))
  return { status, body: JSON.parse(text) }
}

/** Sends a request by hand and gives every byte that comes before the connection ends, or before `enough` of them came. */
export async function raw({ baseUrl, credentials }: Simulator, path: string, enough = Number.POSITIVE_INFINITY) {
  const { hostname, port, pathname } = new URL(baseUrl)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  let failed: string | undefined
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failed = error.code
  })
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (chunks.reduce((sum, { length }) => sum + length, 0) >= enough) socket.destroy()
  })
  socket.write(
    `GET ${pathname}${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${credentials.token}\r\nConnection: close\r\n\r\n`,
  )
  // Not `once` of node:events: a reset is an error first, and here it is what was asked for.
  await new Promise((resolve) => socket.once('close', resolve))
  return { text: Buffer.concat(chunks).toString('latin1'), failed }
}

export function resourcePath(resource: ResourceName, scopeId: string): string {
  const { scope, path } = resourceForms[resource]
  return `/${scope}s/${scopeId}${path}`
}
