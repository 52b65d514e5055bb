import type { IncomingMessage } from 'node:http'
import { startLoopbackServer } from './loopback.ts'

/** Stands between Prometheus and Alertmanager. */
export interface AlertGate {
  /** `http://HOST:PORT`, for Prometheus to send alerts to. */
  readonly url: string
  /** Hands over all that came so far at once, and from then on whatever comes. */
  open(): Promise<void>
  close(): Promise<void>
}

/**
 * Keeps alerts until it is opened. Prometheus sends 64 at a time, group of rules by group of rules: a group of notifications would
 * have to wait for as long as that may take on a busy machine.
 */
export async function startAlertGate(alertmanager: string): Promise<AlertGate> {
  const kept: unknown[] = []
  let isOpen = false
  const server = await startLoopbackServer(async (request, response) => {
    const alerts = await alertsIn(request)
    if (isOpen) await hand(alertmanager, alerts)
    else kept.push(...alerts)
    response.end()
  })
  return {
    url: `http://${server.host}`,
    async open() {
      isOpen = true
      await hand(alertmanager, kept.splice(0))
    },
    close: () => server.close(),
  }
}

async function alertsIn(request: IncomingMessage): Promise<readonly unknown[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const alerts: unknown = JSON.parse(Buffer.concat(chunks).toString())
  if (!Array.isArray(alerts)) throw new Error('these are no alerts')
  return alerts
}

/** Hands Alertmanager alerts, as Prometheus would. */
export async function hand(alertmanager: string, alerts: readonly unknown[]): Promise<void> {
  await fetch(`${alertmanager}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  })
}
