import { Redactor } from '../log/redaction.ts'
import { printableJson } from '../printable-json.ts'
import { bareHostnamesIn } from '../report/findings.ts'
import { exitCodeOf, isOfNothing, reportOn } from '../report/report.ts'
import { checkTable } from './check-table.ts'
import { readConfiguration } from './configuration.ts'
import type { CliContext } from './context.ts'
import { onePass } from './one-pass.ts'
import type { ConfigOptions } from './program.ts'

/** `check`: one pass over every certificate. */
export async function check(options: ConfigOptions & { json?: true }, context: CliContext): Promise<number> {
  const config = await readConfiguration(options.config, context.environment)
  const redactor = new Redactor()
  const snapshot = await onePass(config, options, context, redactor)
  if (!snapshot) {
    context.stderr.write('interrupted: nothing can be said\n')
    return 3
  }
  const report = reportOn(snapshot, context.clock.now())
  const { stdout, environment } = context
  const colour = stdout.isTerminal && !environment['NO_COLOR']
  const text = options.json
    ? `${printableJson(JSON.stringify(report, undefined, 2))}\n`
    : checkTable(report, bareHostnamesIn(snapshot), stdout.columns, colour)
  stdout.write(redactor.apply(text))
  if (isOfNothing(report)) (options.json ? context.stderr : stdout).write(nothingFound(options.config))
  return exitCodeOf(report)
}

function nothingFound(path: string): string {
  return `nothing was found to check: look at what ${path} watches,\nand at what the credentials can see: validate --online\n`
}
