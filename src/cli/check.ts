import { CloudflareConnection } from '../cloudflare-connection.ts'
import type { Config } from '../config/model.ts'
import { CycleJournal } from '../cycle-journal.ts'
import { Inventory } from '../inventory/inventory.ts'
import { type Snapshot, zonesWatchedWith } from '../inventory/snapshot.ts'
import { Redactor } from '../log/redaction.ts'
import { runCycle } from '../monitor/cycle.ts'
import { ParsedPems } from '../monitor/parsed-pems.ts'
import { Publisher } from '../monitor/publisher.ts'
import { exitCodeOf, reportOn } from '../report/report.ts'
import { SelfMetrics } from '../self-metrics.ts'
import { checkTable } from './check-table.ts'
import { readConfiguration } from './configuration.ts'
import type { CliContext } from './context.ts'
import { openLog, proxySettings } from './environment.ts'
import type { ConfigOptions } from './program.ts'
import { type Progress, progressOn } from './progress.ts'

/** `check`: one pass over every certificate. */
export async function check(options: ConfigOptions & { json?: true }, context: CliContext): Promise<number> {
  const config = await readConfiguration(options.config, context.environment)
  const redactor = new Redactor()
  const progress = progressOn(context.stderr)
  const snapshot = await checkAll(config, options, context, redactor, progress)
  if (!snapshot) {
    context.stderr.write('interrupted: nothing can be said\n')
    return 3
  }
  const report = reportOn(snapshot, context.clock.now())
  const { stdout, environment } = context
  const colour = stdout.isTerminal && !environment['NO_COLOR']
  const text = options.json ? `${JSON.stringify(report, undefined, 2)}\n` : checkTable(report, stdout.columns, colour)
  stdout.write(redactor.apply(text))
  return exitCodeOf(report)
}

/** Undefined where the user did not want to wait for the end. */
async function checkAll(
  config: Config,
  options: ConfigOptions,
  context: CliContext,
  redactor: Redactor,
  progress: Progress,
): Promise<Snapshot | undefined> {
  const { clock, random, environment, interrupted } = context
  const proxy = proxySettings(environment)
  const inventory = new Inventory()
  inventory.watch(config.watch, clock.now())
  const journal = new CycleJournal(openLog(options, context, redactor, 'pretty'), clock)
  const connection = new CloudflareConnection({
    proxy,
    redactor,
    clock,
    random,
    observer: new SelfMetrics(),
    onCircuit: () => undefined,
    onDenied: () => undefined,
    zonesWatched: (credentials) => zonesWatchedWith(inventory.snapshot, credentials),
  })
  const source = connection.clientFor(config)
  const stop = new AbortController()
  void interrupted.then(() => stop.abort(new Error('interrupted')))
  const publisher = new Publisher({ inventory, clock, published: () => progress.show(inventory.snapshot) })
  try {
    const tools = { source, pems: new ParsedPems(), inventory, clock, random, discovered: () => undefined }
    const suspicious = () => undefined
    // One pass: what fails is told, not asked for again.
    await runCycle(
      'all',
      { ...tools, publisher, suspicious, internalError: journal.internalError, nextProbe: () => undefined },
      stop.signal,
    )
    return inventory.snapshot
  } catch (error) {
    if (stop.signal.aborted) return undefined
    throw error
  } finally {
    progress.end()
    await connection.close()
  }
}
