import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)
const example = 'deploy/alertmanager/alertmanager.yaml'
const text = readFileSync(example, 'utf8')

const { groups }: { groups: { rules: { alert?: string; labels?: { severity: string } }[] }[] } = parse(
  readFileSync('deploy/prometheus/rules.yaml', 'utf8'),
)
const alerts = groups
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert, labels }) => (alert && labels ? [[alert, labels.severity] as const] : []))

const receiverOf: Readonly<Record<string, string>> = { critical: 'page', warning: 'ticket', info: 'chat' }

/** What the exporter's operators act on, whoever owns the certificate. */
const oneCause = /CheckFailing|NotWatched|DiscoveryFailing|Token|Credential|Exporter|OriginCa/

async function amtool(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('amtool', args)
  return stdout
}

function receiver(labels: Readonly<Record<string, string>>): Promise<string> {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return amtool('config', 'routes', 'test', `--config.file=${example}`, ...pairs).then((answer) => answer.trim())
}

describeWithTools(['amtool'], "Alertmanager's example in amtool", () => {
  test('is valid', async () => {
    expect(await amtool('check-config', example)).toContain('SUCCESS')
  })

  test.each(alerts)('%s (%s) reaches whom its severity says', async (alertname, severity) => {
    expect(await receiver({ alertname, severity, zone: 'example.com' })).toBe(receiverOf[severity])
  })

  test.each(alerts)('%s (%s) of a team reaches the team, unless it has one cause', async (alertname, severity) => {
    const general = receiverOf[severity] ?? ''
    const own = oneCause.test(alertname) || severity === 'info' ? general : `payments-${general}`
    expect(await receiver({ alertname, severity, zone: 'example.com', team: 'payments' })).toBe(own)
  })

  test('a team that has no route of its own, and an alert that is not ours, are not lost', async () => {
    expect(await receiver({ alertname: 'CloudflareCertExpired', severity: 'critical', team: 'web' })).toBe('page')
    expect(await receiver({ alertname: 'InstanceDown', severity: 'critical' })).toBe('ticket')
  })
})

test('it names only alerts that exist', () => {
  const known = new Set(alerts.map(([alert]) => alert))
  const named = [...text.replaceAll(/^\s*#.*$/gm, '').matchAll(/Cloudflare\w+(?![\w.])/g)].map(([name]) => name)
  expect(named.length).toBeGreaterThan(5)
  expect(
    named.filter((name) => !known.has(name) && !['CloudflareToken', 'CloudflareCertExporter'].includes(name)),
  ).toEqual([])
})

test('no secret stands in it: each is the path of a file', () => {
  expect(
    text.match(/^\s*(?:- )?(?:routing_key|service_key|api_url|api_key|password|credentials|bearer_token): /gm),
  ).toBeNull()
  expect(text.match(/_file: (.*)/g)?.every((line) => line.includes('/etc/alertmanager/secrets/'))).toBe(true)
})

test('what is told again is what must not be forgotten, and what waits is what may', () => {
  type Route = Readonly<Record<string, unknown>> & { readonly routes?: readonly Route[]; readonly receiver?: string }
  const routesOf = (route: Route): readonly Route[] => [route, ...(route.routes ?? []).flatMap(routesOf)]
  const [root, ...others] = routesOf((parse(text) as { route: Route }).route)
  expect(root).toMatchObject({ group_wait: '30s', group_interval: '5m', repeat_interval: '3d' })
  for (const route of others) {
    const pages = route.receiver?.endsWith('page')
    expect(route['repeat_interval'], JSON.stringify(route)).toBe(pages ? '4h' : undefined)
  }
  const waiting = others.filter((route) => route['group_wait'] !== undefined)
  expect(waiting).toHaveLength(1)
  expect(waiting[0]).toMatchObject({ group_wait: '10m', group_interval: '15m' })
})
