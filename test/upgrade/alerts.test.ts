import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { rulesFile } from '../deploy/rule-tests.ts'
import { readScrape, scrape } from '../reliability/support/scrape.ts'
import { atOnce } from '../support/alerting.ts'
import { type PrometheusAlert, settled, startPrometheus } from '../support/monitoring.ts'
import { type Program, startExporter } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { layOut, oldPath, oldScrape } from './fixtures.ts'

const rules = { old: oldPath('rules.yaml'), new: 'deploy/prometheus/rules.yaml' }
const upgrading = readFileSync('docs/upgrading.md', 'utf8')

/**
 * Two fleets, each shown by the old and by the new version: the demo's, checked just now, and the one that the old state file knows,
 * while nobody answers. The rules are evaluated without the hours of their `for`, so that an alert that would wait for hours is seen as well.
 */
describeWithTools(['prometheus'], 'what fires after the upgrade fired before, or docs/upgrading.md names it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-upgrade-alerts-'))
  const programs: Program[] = []
  const servers: Server[] = []

  beforeAll(async () => {
    for (const [name, path] of Object.entries(rules))
      await writeFile(join(folder, `${name}.yaml`), withoutTexts(atOnce(readFileSync(path, 'utf8'))))
  })
  afterAll(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all(programs.map(({ exit }) => exit))
    for (const server of servers) server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const fleets = [
    { name: 'demo', before: 'metrics-of-demo.txt', start: newDemo },
    { name: 'outage', before: 'metrics-in-outage.txt', start: newInOutage },
  ] as const

  test.each(fleets)('$name', async ({ name, before, start }) => {
    const old = oldScrape(before)
    const after = await start()
    const [first, oldRules, newRules] = await Promise.all([
      firing(`${name}-before`, await served(old.text), 'old'),
      firing(`${name}-old-rules`, after, 'old'),
      firing(`${name}-new-rules`, after, 'new'),
    ])
    expect(first.length).toBeGreaterThan(15)
    const known = namesIn(old.text)
    for (const now of [oldRules, newRules]) {
      const more = now.filter((alert) => !first.includes(alert) && isOf(known, alert))
      expect(more.filter((alert) => !upgrading.includes(`\`${alert.split(' ', 1)[0]}\``))).toEqual([])
      const fewer = first.filter((alert) => !now.includes(alert))
      expect(fewer.filter((alert) => !upgrading.includes(`\`${alert.split(' ', 1)[0]}\``))).toEqual([])
    }
  })

  async function newDemo(): Promise<string> {
    const program = startExporter(['demo', '--listen', '127.0.0.1:0'])
    programs.push(program)
    const [, host = ''] = await program.saw(/curl http:\/\/([^/\s]+)\/metrics/)
    await program.saw(/"event":"cycle_done","scope":"all"/)
    return served((await scrape(`http://${host}`)).text)
  }

  async function newInOutage(): Promise<string> {
    const program = startExporter(['run', '--config', layOut(join(folder, 'exporter'))])
    programs.push(program)
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    await program.saw(/"event":"cycle_done","scope":"all"/)
    return served((await scrape(url)).text)
  }

  /** Prometheus would render the texts of all that fires at every evaluation, which costs more than all the rest. */
  function withoutTexts(rules: string): string {
    const { groups } = rulesFile.parse(parse(rules))
    for (const rule of groups.flatMap((group) => group.rules)) delete rule.annotations
    return stringify({ groups }, { lineWidth: 0 })
  }

  /** One view of the exporter, served for as long as the test runs; `HOST:PORT`. */
  async function served(text: string): Promise<string> {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end(text)
    }).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('it listens nowhere')
    return `127.0.0.1:${address.port}`
  }

  /** What fires once the rules have been evaluated over several scrapes: each alert's name, and what it is about. */
  async function firing(place: string, target: string, version: keyof typeof rules): Promise<readonly string[]> {
    const own = join(folder, place)
    mkdirSync(own)
    const ruleFile = join(folder, `${version}.yaml`)
    const prometheus = await startPrometheus({ folder: own, programs, target, ruleFile })
    return [...new Set((await settled(prometheus)).map(({ labels }) => aboutOf(labels)))].sort()
  }

  /** Not by id: the simulator numbers its certificates anew when it gets more of them. */
  function aboutOf({
    alertname,
    severity,
    zone,
    name,
    hostname,
    credentials,
    kind,
  }: PrometheusAlert['labels']): string {
    const about = Object.entries({ severity, zone, name, hostname, credentials, kind }).filter(([, each]) => each)
    return `${alertname} ${about.map(([label, each]) => `${label}=${JSON.stringify(each)}`).join(' ')}`
  }

  /** Names of certificates and hostnames that the old fleet had: what the demo has got since says nothing about an upgrade. */
  function namesIn(text: string): ReadonlySet<string> {
    const labelled = ['cloudflare_cert_check_success', 'cloudflare_cert_hostname_check_success']
    const samples = labelled.flatMap((metric) => readScrape(text).samples(metric))
    return new Set(
      samples.flatMap(({ labels }) => [labels['name'], labels['hostname']]).filter((each) => !!each) as string[],
    )
  }

  function isOf(known: ReadonlySet<string>, alert: string): boolean {
    const named = [...alert.matchAll(/ (?:name|hostname)=("(?:[^"\\]|\\.)*")/g)].map(([, each = '']) =>
      JSON.parse(each),
    )
    return named.every((each) => known.has(each))
  }
})
