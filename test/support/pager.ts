import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { type LoopbackServer, startLoopbackServer } from './loopback.ts'
import { patient } from './machine.ts'

/** What a person got. */
export interface Notification {
  readonly receiver: string
  readonly resolved: boolean
  readonly text: string
}

export interface Pager {
  readonly notifications: readonly Notification[]
  /** Alertmanager's example with its times shortened, and with addresses and secrets that lead here. */
  readonly configuration: string
  close(): Promise<void>
}

const secrets = {
  'pagerduty-routing-key': 'the key of page',
  'payments-pagerduty-routing-key': 'the key of payments-page',
  'ticket-token': 'the token of the tickets',
}

const receivers: Readonly<Record<string, string>> = {
  [secrets['pagerduty-routing-key']]: 'page',
  [secrets['payments-pagerduty-routing-key']]: 'payments-page',
}

const pagerDuty = z.object({
  routing_key: z.string(),
  event_action: z.enum(['trigger', 'resolve']),
  payload: z.object({ summary: z.string() }).optional(),
  links: z.array(z.object({ href: z.string() })).optional(),
})
const webhook = z.object({
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(z.object({ annotations: z.object({ summary: z.string() }) })),
})
const slack = z.object({ channel: z.string(), attachments: z.array(z.object({ title: z.string(), text: z.string() })) })

/** PagerDuty, the makers of tickets, and Slack, as the example's receivers need them, on the loopback address. */
export async function startPager(folder: string): Promise<Pager> {
  const notifications: Notification[] = []
  const server = await startLoopbackServer(async (request, response) => {
    try {
      notifications.push(read(request, await body(request)))
    } catch (error) {
      notifications.push({ receiver: 'nobody', resolved: false, text: String(error) })
    }
    response.writeHead(request.url === '/pagerduty' ? 202 : 200).end('{}')
  })
  return { notifications, configuration: await configurationFor(server, folder), close: () => server.close() }
}

async function body(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

function read({ url, headers }: IncomingMessage, sent: unknown): Notification {
  if (url === '/pagerduty') {
    const { routing_key, event_action, payload, links } = pagerDuty.parse(sent)
    const resolved = event_action === 'resolve'
    const text = resolved ? '' : `${payload?.summary} ${links?.[0]?.href.split('/').at(-1)}`
    return { receiver: receivers[routing_key] ?? routing_key, resolved, text }
  }
  if (url?.startsWith('/tickets')) {
    if (headers.authorization !== `Bearer ${secrets['ticket-token']}`) throw new Error('a ticket without its token')
    const { status, alerts } = webhook.parse(sent)
    const text = alerts.map(({ annotations }) => annotations.summary).join('\n')
    return {
      receiver: url.includes('queue=payments') ? 'payments-ticket' : 'ticket',
      resolved: status === 'resolved',
      text,
    }
  }
  const { channel, attachments } = slack.parse(sent)
  return {
    receiver: channel,
    resolved: false,
    text: attachments.map(({ title, text }) => `${title}\n${text}`).join('\n'),
  }
}

async function configurationFor({ host }: LoopbackServer, folder: string): Promise<string> {
  const directory = join(folder, 'secrets')
  await mkdir(directory)
  for (const [name, secret] of Object.entries({ ...secrets, 'slack-webhook-url': `http://${host}/slack` }))
    await writeFile(join(directory, name), secret)
  const example = await readFile('deploy/alertmanager/alertmanager.yaml', 'utf8')
  return (
    `global: {pagerduty_url: "http://${host}/pagerduty"}\n${example}`
      .replaceAll('/etc/alertmanager/secrets', directory)
      .replaceAll('http://tickets.example.internal/alertmanager', `http://${host}/tickets`)
      // Long enough for alerts that are handed over at once to inhibit each other.
      .replaceAll(/group_wait: \w+/g, `group_wait: ${Math.ceil(patient(2_000))}ms`)
      .replaceAll(/group_interval: \w+/g, 'group_interval: 2s')
  )
}
