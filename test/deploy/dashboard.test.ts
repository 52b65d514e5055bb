import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { dashboard, rendered } from '../../deploy/grafana/dashboard.ts'
import { discoveryMetricNames } from '../../src/exposition/discovery-families.ts'
import { zoneMetricNames } from '../../src/exposition/zone-families.ts'
import { json, startPrometheus } from '../support/monitoring.ts'
import { type Program, startExporter } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { exportedMetrics } from './exported-metrics.ts'

const { homepage } = z.object({ homepage: z.url() }).parse(JSON.parse(readFileSync('package.json', 'utf8')))

const query = z.object({ refId: z.string(), expr: z.string() })
const panel = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string().min(1),
  targets: z.array(query).min(1),
})
const shape = z.object({
  panels: z.array(z.union([panel, z.object({ type: z.literal('row'), title: z.string() })])),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.string(), query: z.union([z.string(), z.looseObject({})]) })),
  }),
})

const { panels, templating } = shape.parse(JSON.parse(JSON.stringify(dashboard())))
const queries = panels.flatMap((each) =>
  'targets' in each ? each.targets.map(({ refId, expr }) => [`${each.title} ${refId}`, expr] as const) : [],
)

/** The panels that are one number. */
const figures = panels.flatMap((each) =>
  'targets' in each && each.type === 'stat' ? each.targets.map(({ expr }) => [each.title, expr] as const) : [],
)

/** What Grafana does before it asks. */
function filled(expr: string): string {
  return expr.replaceAll(/\$(zone|job)\b/g, '.*').replaceAll('$__rate_interval', '1m')
}

/** Queries that find nothing in the demo although all is exposed, and why. */
const emptyInTheDemo: Readonly<Record<string, string>> = {
  'Hostnames, lists and zones that cannot be read D': 'every list of the account can be read',
}

function metricsIn(expr: string): readonly string[] {
  return expr.match(/\b(?:cloudflare|process|nodejs)_[a-z0-9_]+/g) ?? []
}

describe('the dashboard', () => {
  test('is what its code makes', () => {
    expect(readFileSync('deploy/grafana/dashboard.json', 'utf8') === rendered(), 'run `npm run dashboard`').toBe(true)
  })

  test('numbers its panels, each with its own', () => {
    const ids = dashboard().panels?.map(({ id }) => id)
    expect(new Set(ids).size).toBe(panels.length)
  })

  test.each(queries)('%s names only metrics that exist', (_, expr) => {
    const known = new Set(exportedMetrics.flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]))
    expect(metricsIn(expr).filter((name) => !known.has(name))).toEqual([])
  })

  // Else a 0 could stand where nothing is known, such as under the minimal preset.
  test.each(figures.filter(([, expr]) => / or 0 \* /.test(expr)))(
    '%s is 0 only where what it counts is exposed',
    (_, expr) => {
      const [counted = '', zero = ''] = expr.split(' or 0 * ')
      const [family = ''] = metricsIn(zero)
      if (family !== 'cloudflare_cert_exporter_build_info') expect(metricsIn(counted)).toContain(family)
    },
  )

  test('asks the data source that is chosen, for the zones that are chosen', () => {
    expect(rendered().match(/"uid": "(?!\$\{datasource\}|cloudflare-cert-exporter)[^"]*"/g)).toBeNull()
    for (const [name, expr] of queries)
      if (/cloudflare_cert_(?!exporter_|discovery_)/.test(expr)) expect(expr, name).toContain('zone=~"$zone"')
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'zone', 'job', 'status_page'])
  })

  test('links to runbooks that exist', () => {
    const pages = [...rendered().matchAll(/"url": "(https:[^"]*\.md)"/g)].map(([, url = '']) => url)
    expect(pages.length).toBeGreaterThan(0)
    for (const url of pages) {
      expect(url.startsWith(`${homepage}/blob/main/docs/runbooks/`), url).toBe(true)
      expect(() => readFileSync(url.slice(`${homepage}/blob/main/`.length))).not.toThrow()
    }
  })
})

describeWithTools(['prometheus'], 'the dashboard on a real Prometheus that scraped the demo', () => {
  const programs: Program[] = []
  let folder: string
  let prometheus: string
  let target = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exporter-dashboard-'))
    const demo = startExporter(['demo', '--listen', '127.0.0.1:0'])
    programs.push(demo)
    ;[, target = ''] = await demo.saw(/curl http:\/\/([^/\s]+)\/metrics/)
    await demo.saw(/"event":"cycle_done"/)
    prometheus = await startPrometheus({ folder, programs, target })
    await vi.waitFor(async () => expect((await ask('count_over_time(up[10m]) > 3')).length).toBe(1), {
      timeout: 20_000,
      interval: 250,
    })
  })
  afterAll(async () => {
    for (const program of programs) program.kill('SIGTERM')
    await Promise.all(programs.map(({ exit }) => exit))
    await rm(folder, { recursive: true, force: true })
  })

  // It watches certificates by their ids alone.
  const notInTheDemo = [...zoneMetricNames, ...discoveryMetricNames, 'cloudflare_cert_in_use']

  type Answer = readonly {
    readonly metric: Readonly<Record<string, string>>
    readonly value: readonly [number, string]
  }[]
  async function ask(expr: string): Promise<Answer> {
    const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(filled(expr))}`
    return (await json<{ data: { result: Answer } }>(url)).data.result
  }

  test.each(queries)('%s works, and finds something', async (name, expr) => {
    const found = await ask(expr)
    const isOutside = metricsIn(expr).some((metric) => notInTheDemo.includes(metric))
    if (found.length === 0) expect(isOutside || name in emptyInTheDemo, expr).toBe(true)
    else expect(name in emptyInTheDemo, `${name} is no longer empty`).toBe(false)
  })

  test.each(templating.list.map(({ query: text }) => String(text)).filter((text) => text.startsWith('label_values')))(
    'the choice of zones and jobs: %s',
    async (text) => {
      const [, metric = '', label = ''] = /label_values\((\w+), (\w+)\)/.exec(text) ?? []
      expect((await ask(`count by (${label}) (${metric}{${label}!=""})`)).length).toBeGreaterThan(0)
    },
  )

  interface Listed {
    readonly total: number
    readonly severities: Readonly<Record<string, number>>
    readonly counts: Readonly<Record<string, number>>
  }
  test('its figures are those of the status page, the JSON and check', async () => {
    const [certificates, hostnames] = await Promise.all(
      ['certificates', 'hostnames'].map((list) => json<Listed>(`http://${target}/api/v1/${list}?limit=1`)),
    )
    const expected = {
      Certificates: certificates?.total,
      Critical: certificates?.severities['critical'],
      Warning: certificates?.severities['warning'],
      Info: certificates?.severities['info'],
      Expired: certificates?.counts['expired'],
      Stale: certificates?.counts['stale'],
      'Hostnames without certificate': hostnames?.severities['critical'],
    }
    const shown: Record<string, number> = {}
    for (const title of Object.keys(expected)) {
      const [, expr = ''] = queries.find(([name]) => name === `${title} A`) ?? []
      const [
        {
          value: [, count],
        } = { value: [0, 'none'] },
      ] = await ask(expr)
      shown[title] = Number(count)
    }
    expect(shown).toEqual(expected)
    expect(shown['Critical']).toBeGreaterThan(0)
  })

  test('its link opens the row of the certificate', async () => {
    const [, path = ''] = /status_page\}(\/\?open=[^"]*)"/.exec(rendered().replaceAll('\\"', "'")) ?? []
    const [certificate] = await ask('cloudflare_cert_severity == 3')
    const fields: Readonly<Record<string, string>> = {
      Kind: 'kind',
      'Zone id': 'zone_id',
      'Certificate id': 'certificate_id',
    }
    const opened = path.replaceAll(/\$\{__data\.fields\['([\w ]+)'\]\}/g, (_, field: string) => {
      return certificate?.metric[fields[field] ?? ''] ?? field
    })
    const pages = await Promise.all(['/', opened].map(async (at) => (await fetch(`http://${target}${at}`)).text()))
    expect(pages.map((page) => page.includes('aria-expanded="true"'))).toEqual([false, true])
  })

  // The last one, because it ends the demo.
  test('while no exporter is scraped no figure stands there, not even a 0', async () => {
    const [demo] = programs
    demo?.kill('SIGTERM')
    await demo?.exit
    await vi.waitFor(async () => expect(await ask('up == 0')).toHaveLength(1))
    expect(figures.map(([title]) => title)).toContain('Critical')
    for (const [title, expr] of figures) expect(await ask(expr), title).toEqual([])
  })
})
