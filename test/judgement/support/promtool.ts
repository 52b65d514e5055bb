import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse, stringify } from 'yaml'
import { judgedAt, step } from './fleets.ts'

const run = promisify(execFile)

/** Series by their selector, and their value at each step from 0 to the judgement; undefined where they are absent. */
export type SeriesOverTime = ReadonlyMap<string, readonly (number | undefined)[]>

export interface ExpectedSamples {
  readonly expr: string
  /** By labels, as promtool writes them. */
  readonly samples: readonly { readonly labels: string; readonly value: number }[]
}

/**
 * Lets promtool evaluate the shipped rules over these series, and compares what fires with what is expected.
 * @returns what promtool complains of; undefined if it is content
 */
export async function complaintOf(
  series: SeriesOverTime,
  expected: readonly ExpectedSamples[],
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'judgement-'))
  try {
    await writeFile(join(folder, 'rules.yaml'), await rulesWithoutTexts())
    await writeFile(join(folder, 'test.yaml'), JSON.stringify(testOf(series, expected)))
    await run('promtool', ['test', 'rules', 'test.yaml'], { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const lines = differences(stdout + stderr)
    return lines.length > 0 ? lines.join('\n') : `${error.message}\n${stdout}\n${stderr}`
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What promtool expected and did not get, and what it got instead. */
function differences(output: string): readonly string[] {
  const [expected, got] = (['exp', 'got'] as const).map((word) => {
    const lines = [...output.matchAll(new RegExp(`^ *${word}: ?(.*)$`, 'gm'))].map(([, line = '']) => line)
    return new Set(lines.flatMap((line) => line.match(/\{[^}]*\} [^\s,]+/g) ?? []))
  })
  if (!expected || !got) return []
  return [
    ...[...expected].filter((each) => !got.has(each)).map((each) => `judged, and not fired: ${each}`),
    ...[...got].filter((each) => !expected.has(each)).map((each) => `fired, and not judged: ${each}`),
  ]
}

function testOf(series: SeriesOverTime, expected: readonly ExpectedSamples[]): object {
  return {
    rule_files: ['rules.yaml'],
    evaluation_interval: `${step}s`,
    tests: [
      {
        interval: `${step}s`,
        input_series: [...series].map(([selector, values]) => ({ series: selector, values: written(values) })),
        promql_expr_test: expected.map(({ expr, samples }) => ({
          expr,
          eval_time: `${judgedAt}s`,
          exp_samples: samples,
        })),
      },
    ],
  }
}

/** Repetitions take `value`x`times`. */
function written(values: readonly (number | undefined)[]): string {
  const runs: { word: string; times: number }[] = []
  for (const value of values) {
    const word = value === undefined ? '_' : Number.isFinite(value) ? String(value) : '_'
    const last = runs.at(-1)
    if (last?.word === word) last.times += 1
    else runs.push({ word, times: 1 })
  }
  return runs
    .map(({ word, times }) => (times === 1 ? word : word === '_' ? `_x${times}` : `${word}x${times - 1}`))
    .join(' ')
}

const shipped = new URL('../../../deploy/prometheus/rules.yaml', import.meta.url)

/** The texts of alerts ask Prometheus again and again, and decide nothing. */
export async function rulesWithoutTexts(file: string | URL = shipped): Promise<string> {
  const { groups } = parse(await readFile(file, 'utf8')) as {
    groups: { rules: { labels?: { severity: string }; annotations?: object }[] }[]
  }
  for (const { rules } of groups)
    for (const rule of rules) {
      delete rule.annotations
      if (rule.labels) rule.labels = { severity: rule.labels.severity }
    }
  return stringify({ groups })
}
