import type { IncomingMessage } from 'node:http'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { startLoopbackServer } from './loopback.ts'

const sent = z.array(z.looseObject({ labels: z.record(z.string(), z.string()) }))
type Sent = z.infer<typeof sent>[number]

/** Stands between Prometheus and Alertmanager. */
export interface AlertGate {
  /** `http://HOST:PORT`, for Prometheus to send alerts to. */
  readonly url: string
  /** Waits for so many alerts, hands them over at once, and from then on whatever comes. */
  open(alerts: number): Promise<void>
  close(): Promise<void>
}

/**
 * Keeps alerts until it is opened. Prometheus sends 64 at a time, group of rules by group of rules: a group of notifications would
 * have to wait for as long as that may take on a busy machine.
 */
export async function startAlertGate(alertmanager: string): Promise<AlertGate> {
  const kept = new Map<string, Sent>()
  let isOpen = false
  const server = await startLoopbackServer(async (request, response) => {
    const alerts = await alertsIn(request)
    if (isOpen) await hand(alertmanager, alerts)
    else for (const alert of alerts) kept.set(JSON.stringify(alert.labels), alert)
    response.end()
  })
  return {
    url: `http://${server.host}`,
    async open(alerts) {
      await vi.waitFor(() => expect(kept.size).toBeGreaterThanOrEqual(alerts))
      isOpen = true
      // For an alert that is older than its group waits, Alertmanager notifies at once, and the others come later.
      const startsAt = new Date().toISOString()
      await hand(
        alertmanager,
        [...kept.values()].map((alert) => ({ ...alert, startsAt })),
      )
    },
    close: () => server.close(),
  }
}

async function alertsIn(request: IncomingMessage): Promise<readonly Sent[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return sent.parse(JSON.parse(Buffer.concat(chunks).toString()))
}

/** Hands Alertmanager alerts, as Prometheus would. */
export async function hand(alertmanager: string, alerts: readonly unknown[]): Promise<void> {
  await fetch(`${alertmanager}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  })
}
