import { afterAll, beforeAll, expect, test } from 'vitest'
import { stateWords } from '../../src/judgement/words.ts'
import type { HostnameReport } from '../../src/report/hostname-report.ts'
import type { CertificateReport } from '../../src/report/report-schema.ts'
import { cli } from '../support/cli.ts'
import { type Program, startExporter } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { judgedAt, step } from './support/fleets.ts'
import { complaintOf, type SeriesOverTime } from './support/promtool.ts'

/** Long enough for the `for` of everything critical, and too short for what was never read to page. */
const fires = 20 * 60

/** A thing that pages. `open` is its key on the page. */
interface Critical {
  readonly name: string
  readonly open: string
  readonly word: string
  readonly sentence: string
  readonly labels: Readonly<Record<string, string>>
}

describeWithTools(['promtool'], 'what pages in the demo', () => {
  let program: Program | undefined
  let url = ''
  let configuration = ''
  const criticals: Critical[] = []
  beforeAll(async () => {
    program = startExporter(['demo', '--listen', '127.0.0.1:0'])
    url = (await program.saw(/"url":"([^"]+)"/))[1] ?? ''
    configuration = (await program.saw(/--config (\S+)/))[1] ?? ''
    await program.saw(/"event":"cycle_done"/)
    const { certificates } = await json<{ certificates: CertificateReport[] }>('certificates?severity=critical')
    const { hostnames } = await json<{ hostnames: HostnameReport[] }>('hostnames?severity=critical')
    criticals.push(...certificates.map(ofCertificate), ...hostnames.map(ofHostname))
  })
  afterAll(async () => {
    program?.kill('SIGTERM')
    await program?.exit
  })
  const json = async <T>(path: string) => (await (await fetch(`${url}/api/v1/${path}`)).json()) as T

  test('every critical alert of the shipped rules is about a thing that is critical in the JSON, and the other way round', async () => {
    const exposed = await (await fetch(`${url}/metrics`)).text()
    const complaint = await complaintOf(seriesOf(exposed, Date.now() / 1000), [
      {
        expr: 'max by (kind, zone_id, certificate_id, hostname) (ALERTS{alertstate="firing",severity="critical"})',
        samples: criticals.map(({ labels }) => ({
          labels: `{${Object.entries(labels)
            .map(([name, value]) => `${name}="${value}"`)
            .join(', ')}}`,
          value: 1,
        })),
      },
    ])
    expect(complaint).toBeUndefined()
    expect(criticals.length).toBeGreaterThan(8)
    expect(criticals.some(({ labels }) => 'hostname' in labels)).toBe(true)
  })

  test('each has its row, before all others, its tile and its part in the title', async () => {
    const page = await (await fetch(url)).text()
    expect(page).toContain(`<title>${criticals.length} critical - `)
    const rows = [...page.matchAll(/<tr class="(v-[^"]*)">([\s\S]*?)<\/tr>/g)]
    const urgent = rows.slice(0, criticals.length)
    expect(urgent.every(([, classes = '']) => classes.includes('v-critical'))).toBe(true)
    const shown = urgent.map(([, , row = '']) => row)
    for (const { open, word, sentence } of criticals) {
      const row = shown.find((each) => each.includes(`open=${open}#details"`))
      expect(row, open).toContain(`>${word}</b>`)
      expect(row).toContain(sentence.replaceAll("'", '&#39;'))
    }
    for (const word of new Set(criticals.map((each) => each.word))) {
      const count = criticals.filter((each) => each.word === word).length
      expect(page).toMatch(new RegExp(`class="v-critical[^>]*><b>${count}</b> <span>${word}</span>`))
    }
  })

  test('check says the same of each, and exits 2', async () => {
    const { code, stdout } = await cli(['check', '--config', configuration, '--json'])
    expect(code).toBe(2)
    const { certificates, hostnames } = JSON.parse(stdout) as {
      certificates: CertificateReport[]
      hostnames: HostnameReport[]
    }
    const found = [
      ...certificates.filter(({ severity }) => severity === 'critical').map(ofCertificate),
      ...hostnames.filter(({ severity }) => severity === 'critical').map(ofHostname),
    ]
    const byOpen = (all: readonly Critical[]) => [...all].sort((a, b) => (a.open < b.open ? -1 : 1))
    expect(byOpen(found)).toEqual(byOpen(criticals))
    const { stdout: table } = await cli(['check', '--config', configuration])
    for (const { name } of criticals) expect(table).toContain(name)
  })
})

function ofCertificate({ name, kind, zone_id = '', certificate_id, state, sentence }: CertificateReport): Critical {
  const labels = { certificate_id, kind, zone_id }
  return { name, open: `${kind}/${zone_id}/${certificate_id}`, word: stateWords[state], sentence, labels }
}

function ofHostname({ hostname, zone_id, verdict, sentence }: HostnameReport): Critical {
  const open = `hostnames/${zone_id}/${hostname}`
  return { name: hostname, open, word: stateWords[verdict], sentence, labels: { hostname, zone_id } }
}

/** What was exposed, as if it had been so for as long as critical alerts wait, with the moment of the judgement as now. */
function seriesOf(exposed: string, now: number): SeriesOverTime {
  const from = Math.ceil((judgedAt - fires) / step)
  const constant = (value: number) =>
    Array.from({ length: judgedAt / step + 1 }, (_, i) => (i < from ? undefined : value))
  const target = 'job="demo",namespace="n",instance="i"'
  // promtool takes the replacement character for an invalid one.
  const text = exposed.replaceAll('\u{fffd}', '?')
  const lines = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels, value]) => {
    const shift = name.endsWith('_timestamp_seconds') ? now - judgedAt : 0
    return [`${name}{${labels === undefined ? '' : `${labels},`}${target}}`, constant(Number(value) - shift)] as const
  })
  return new Map([...lines, [`up{${target}}`, constant(1)]])
}
