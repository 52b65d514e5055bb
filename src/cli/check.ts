import type { Config } from '../config/model.ts'
import { TrustFiles } from '../daemon/trust-files.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { Redactor } from '../log/redaction.ts'
import { printableJson } from '../printable-json.ts'
import { isNotJudged } from '../report/judged-thing.ts'
import { type Checked, checkedIn, exitCodeOf, isOfNothing, reportOnChecked, severityOf } from '../report/report.ts'
import { checkedForHostname, configurationForHostname, hostnameFrom } from './check-hostname.ts'
import { checkTable } from './check-table.ts'
import { isColoured } from './colour.ts'
import { readConfiguration } from './configuration.ts'
import type { CliContext } from './context.ts'
import { proxySettings } from './environment.ts'
import { nagiosLine } from './nagios.ts'
import { onePass } from './one-pass.ts'
import { toldToPlugins } from './plugin-errors.ts'
import type { ConfigOptions } from './program.ts'
import { causesIn } from './shared-causes.ts'
import { unreadTrustFiles } from './unread-trust-files.ts'

export const checkOutputs = ['table', 'json', 'nagios'] as const

export interface CheckOptions extends ConfigOptions {
  readonly output: (typeof checkOutputs)[number]
  /** Shows only what is wrong. */
  readonly quiet?: true
  /** Shows only what concerns this hostname. */
  readonly hostname?: string
}

/** `check`: one pass over every certificate. */
export async function check(options: CheckOptions, context: CliContext): Promise<number> {
  const redactor = new Redactor()
  return toldToPlugins(options, context, redactor, async () => {
    const config = await readConfiguration(options.config, context.environment)
    const checked = await checkedOnce(config, options, context, redactor)
    return checked ? show(checked, config, options, context, redactor) : 'interrupted'
  })
}

async function checkedOnce(
  config: Config,
  options: CheckOptions,
  context: CliContext,
  redactor: Redactor,
): Promise<Checked | undefined> {
  const files = new TrustFiles(() => undefined)
  const look = (wanted: Config): Promise<Snapshot | undefined> => onePass(wanted, options, context, redactor, { files })
  const hostname = options.hostname === undefined ? undefined : hostnameFrom(options.hostname)
  const wanted = hostname === undefined ? config : await configurationForHostname(config, hostname, look)
  const snapshot = wanted && (await look(wanted))
  if (!snapshot) return undefined
  const { things, unread } = checkedIn(snapshot, context.clock.now())
  const checked = { things, unread: [...unread, ...unreadTrustFiles(files.readings, wanted)] }
  return hostname === undefined ? checked : checkedForHostname(checked, hostname)
}

function show(
  checked: Checked,
  config: Config,
  options: CheckOptions,
  { stdout, stderr, environment, clock }: CliContext,
  redactor: Redactor,
): number {
  const { output, quiet, hostname } = options
  const now = clock.now()
  const severity = severityOf(checked)
  const causes = causesIn(checked, { baseUrl: config.cloudflare.baseUrl, proxy: proxySettings(environment) })
  const shown = quiet ? wrongIn(checked) : checked
  const write = (text: string) => stdout.write(redactor.apply(text))
  switch (output) {
    case 'nagios':
      write(nagiosLine(checked, causes, now))
      return exitCodeOf({ severity })
    case 'json':
      write(`${printableJson(JSON.stringify(reportOnChecked(checked, now, shown), undefined, 2))}\n`)
      break
    case 'table': {
      const colour = isColoured(stdout, environment)
      const settings = { terminalWidth: stdout.columns, colour, now, withAllHostnames: hostname !== undefined }
      const isSilent = quiet && shown.things.length === 0 && shown.unread.length === 0 && !isOfNothing(checked)
      if (!isSilent) write(checkTable(checked, shown, causes, settings))
    }
  }
  if (isOfNothing(checked) && checked.unread.length === 0)
    (output === 'json' ? stderr : stdout).write(nothingFound(options.config))
  return exitCodeOf({ severity })
}

/** An unfinished rotation as well: it becomes an alert within two hours, which one pass cannot see. */
function wrongIn({ things, unread }: Checked): Checked {
  const isWrong = (thing: Checked['things'][number]) =>
    thing.severity !== 'ok' || isNotJudged(thing) || thing.state === 'rotation_unfinished' || thing.reading?.failure
  return { things: things.filter(isWrong), unread }
}

function nothingFound(path: string): string {
  return `nothing was found to check: look at what ${path} watches,\nand at what the credentials can see: validate --online\n`
}
