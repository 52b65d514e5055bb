import { readFileSync } from 'node:fs'
import { alertTable } from './alerts.ts'
import { commandHelp } from './command-line.ts'
import { configurationTables } from './configuration.ts'
import { failureReasonTables } from './failure-reasons.ts'
import { kindChoiceTable, kindSections } from './kinds.ts'
import { withWrittenPart } from './markdown.ts'
import { metricTables } from './metrics.ts'

/** The pages whose tables come from the code, as they have to be: paths to texts. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const parts = {
    'configuration.md': configurationTables(),
    'metrics.md': await metricTables(),
    'alerts.md': alertTable(readFileSync('deploy/prometheus/rules.yaml', 'utf8')),
    'failure-reasons.md': failureReasonTables(),
    'kinds.md': kindSections(),
    'command-line.md': await commandHelp(),
  }
  const reference = Object.entries(parts).map(([name, part]) => pageWith(`docs/reference/${name}`, part))
  return new Map([...reference, pageWith('docs/what-to-watch.md', kindChoiceTable())])
}

function pageWith(path: string, part: string): readonly [string, string] {
  return [path, withWrittenPart(readFileSync(path, 'utf8'), part)]
}
