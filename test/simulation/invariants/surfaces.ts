import { z } from 'zod'
import { type Severity, severities, severityNumbers } from '../../../src/judgement/severity.ts'
import type { DaemonProcess } from '../host/daemon-process.ts'
import type { Scrape } from './scrape.ts'

const severity = z.enum(severities)
const certificateList = z.object({
  certificates: z.array(
    z.object({
      kind: z.string(),
      zone_id: z.string().optional(),
      account_id: z.string().optional(),
      certificate_id: z.string(),
      state: z.string(),
      severity,
    }),
  ),
  next_cursor: z.string().nullable(),
})
const hostnameList = z.object({
  hostnames: z.array(z.object({ zone_id: z.string(), hostname: z.string(), verdict: z.string(), severity })),
})
const statusAnswer = z.object({ status: z.object({ severity, severities: z.record(severity, z.number()) }) })

/** What one surface says of each thing, by its key. */
type Said = ReadonlyMap<string, number | undefined>

/** Where page, JSON and metrics of one moment disagree on how urgent something is. They must not: one reader would be misled. */
export async function disagreements(process: DaemonProcess, scrape: Scrape): Promise<readonly string[]> {
  const [page, certificates, hostnames, status] = await Promise.all(
    ['/?only=certificates', '/api/v1/certificates?limit=1000', '/api/v1/hostnames?limit=1000', '/api/v1/status'].map(
      (url) => process.get(url),
    ),
  )
  if (page === undefined || !certificates || !hostnames || !status) return ['a surface does not answer']
  const { certificates: listed } = certificateList.parse(JSON.parse(certificates))
  const ofJson: Said = new Map(
    listed.map((each) => [
      `${each.kind}/${each.zone_id ?? each.account_id}/${each.certificate_id}`,
      numberOf(each.state, each.severity),
    ]),
  )
  const ofMetrics: Said = new Map([...scrape.certificates].map(([key, seen]) => [key, seen.severity]))
  const hostnamesOfJson: Said = new Map(
    hostnameList
      .parse(JSON.parse(hostnames))
      .hostnames.map((each) => [`${each.zone_id}/${each.hostname}`, numberOf(each.verdict, each.severity)]),
  )
  return [
    ...differences('JSON', ofJson, 'metrics', ofMetrics),
    ...differences('JSON of hostnames', hostnamesOfJson, 'metrics', scrape.hostnames),
    ...differences('page', rowsOf(page), 'JSON', ofJson).filter((each) => !isLeftOut(each, listed.length)),
    ...ofTotals(statusAnswer.parse(JSON.parse(status)).status, [...ofJson.values(), ...hostnamesOfJson.values()]),
  ]
}

/** Undefined where nothing is known of it, as the metrics have it. */
function numberOf(state: string, of: Severity): number | undefined {
  return state === 'unknown' && of === 'ok' ? undefined : severityNumbers[of]
}

function differences(one: string, ofOne: Said, other: string, ofOther: Said): readonly string[] {
  const keys = new Set([...ofOne.keys(), ...ofOther.keys()])
  return [...keys].flatMap((key) => {
    const [a, b] = [word(ofOne, key), word(ofOther, key)]
    return a === b ? [] : [`${key} is ${a} by ${one} and ${b} by ${other}`]
  })
}

function word(said: Said, key: string): string {
  if (!said.has(key)) return 'absent'
  return severities.find((each) => severityNumbers[each] === said.get(key)) ?? 'unknown'
}

/** A page has a hundred rows, and folds what is fine. */
function isLeftOut(difference: string, certificates: number): boolean {
  return difference.includes(' absent by page') && (certificates > 100 || difference.endsWith(' ok by JSON'))
}

/** The rows of the page, by their colour and the link that opens them. */
function rowsOf(page: string): Said {
  const rows = page.matchAll(/<tr class="v-(\w+)[^>]*>.*?open=([^"#&]+)/g)
  return new Map(
    [...rows].map(([, level = '', key = '']) => [
      decodeURIComponent(key),
      severities.includes(level as Severity) ? severityNumbers[level as Severity] : undefined,
    ]),
  )
}

/** The status counts everything, the certificates and hostnames among it. */
function ofTotals(
  { severity: worst, severities: counts }: z.infer<typeof statusAnswer>['status'],
  said: readonly (number | undefined)[],
): readonly string[] {
  const found = said.map((each) => each ?? 0)
  const worstFound = Math.max(0, ...found)
  const misnamed = severityNumbers[worst] < worstFound ? [`the status is ${worst}, and something is worse`] : []
  const present = severities.find((each) => (counts[each] ?? 0) > 0) ?? 'ok'
  if (present !== worst) misnamed.push(`the status is ${worst}, and the worst that it counts is ${present}`)
  const miscounted = severities.filter(
    (each) => (counts[each] ?? 0) < found.filter((number) => number === severityNumbers[each]).length,
  )
  return [...misnamed, ...miscounted.map((each) => `the status counts ${counts[each]} things that are ${each}`)]
}
