import { Command, CommanderError, Option } from 'commander'
import type { Environment } from '../config/model.ts'
import { certificateKinds } from '../kinds/kinds.ts'
import { type LogFormat, type LogLevel, logFormats, logLevels } from '../log/logger.ts'
import { version } from '../version.ts'
import type { CheckAnything } from './check-anything.ts'
import { isForPlugin, meantCommand, refuseMisplaced, silence } from './command-line.ts'
import { type CliContext, UserError } from './context.ts'
import type { DiscoverOptions } from './discover.ts'
import { failureCodeOf } from './failure-code.ts'

/** Options that every command has. */
export interface CommonOptions {
  readonly logLevel: LogLevel
  readonly logFormat: LogFormat | undefined
}

/** Options of the commands that read a configuration. */
export interface ConfigOptions extends CommonOptions {
  readonly config: string
}

/**
 * Runs one command line.
 * @returns the exit code
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  const exit = { code: 0 }
  const program = createProgram(context, exit)
  const failed = failureCodeOf(meantCommand(program, argv))
  const isPlugin = isForPlugin(program, argv)
  if (isPlugin) silence(program)
  try {
    refuseMisplaced(program, argv)
    refuseUnknownLevel(context.environment)
    await program.parseAsync(argv, { from: 'user' })
    return exit.code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    if (!(error instanceof UserError || error instanceof CommanderError)) throw error
    if (isPlugin) context.stdout.write((await import('./plugin-errors.ts')).pluginError(error.message))
    // Commander has told its own already.
    else if (error instanceof UserError) context.stderr.write(`${error.message}\n`)
    return failed
  }
}

function createProgram(context: CliContext, exit: { code: number }): Command {
  const program = prepare(new Command('cloudflare-cert-exporter'), context)
    .description(
      'Watches the client certificates that Cloudflare presents to your origins (Authenticated Origin Pulls).',
    )
    .addHelpText('after', '\nFor help on a command: cloudflare-cert-exporter COMMAND --help')
  const command = (name: string, options?: { isDefault: boolean }) => {
    const added = prepare(new Command(name), context)
    program.addCommand(added, options)
    return added
  }

  withConfig(command('run', { isDefault: true }), context)
    .description(
      'run the daemon (the default command): check on schedule, and serve the status page, /api/v1/certificates, /metrics, /healthz and /readyz',
    )
    .action(async (options: ConfigOptions) => {
      exit.code = await (await import('./run.ts')).run(options, context)
    })
  withConfig(command('check'), context)
    .description('check every certificate once, print a table, and exit with the codes of monitoring plugins')
    .addOption(
      new Option('--output <form>', 'a table for people, JSON, or one line for a monitoring system')
        .choices(['table', 'json', 'nagios'])
        .default('table'),
    )
    .addOption(new Option('--json', 'the same as --output json').implies({ output: 'json' }))
    .option('-q, --quiet', 'print only what is wrong; print nothing if all is well')
    .option('--hostname <name>', 'check only this hostname, watched or not, and the certificate that it presents')
    .option('--certificate <file>', 'judge this PEM file before it is uploaded, in place of what is watched')
    .option('--trusted-by <file>', 'with --certificate: the CA file that the origins verify with')
    .option('--partial-chain', 'with --trusted-by: any certificate of that file ends a path')
    .option('--against <hostname>', 'with --certificate: what changes for this hostname')
    .addHelpText(
      'after',
      `
Exit codes:
  0  everything is fine, or only unused certificates have a problem
  1  warning: below the warning threshold, a mismatch, not active, or a
     problem, such as a key that is too weak
  2  critical: expired, below the critical threshold, a deployment that timed
     out, not valid yet, or a hostname for which no certificate is presented
  3  unknown: something could not be checked, nothing was found to check, the
     configuration is wrong, the output could not be written, or the program
     itself failed`,
    )
    .action(async (options: CheckAnything) => {
      exit.code = await (await import('./check-anything.ts')).checkAnything(options, context)
    })
  withConfig(command('validate'), context)
    .description('print every problem of the configuration, with line and column')
    .option('--online', 'also try the credentials with one read of each kind, and print what a full cycle costs')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  the configuration has no problem\n  1  it has one, or with --online: something does not work',
    )
    .action(async (options: ConfigOptions & { online?: true }) => {
      exit.code = await (await import('./validate.ts')).validate(options, context)
    })
  const discovery = withConfig(command('discover'), context)
    .description('print the lists of a configuration for everything that the credentials can see, ready to use')
    .option('--zone <id|name>', 'only this zone; * matches any characters; can be repeated', addOne)
    .option('--account <id>', 'certificates of this account; can be repeated', addOne)
    .addOption(
      new Option('--kind <kind...>', 'only these kinds; by default hostname and zone, of accounts all').choices([
        ...certificateKinds,
        'all',
      ]),
    )
    .option('--json', 'print JSON instead of YAML')
    .option('-o, --output <file>', 'write to this file, which must be empty or not exist yet')
    .addHelpText(
      'after',
      `
Without a configuration it uses CLOUDFLARE_API_TOKEN: cloudflare-cert-exporter discover --output config.yaml
With one credential, a zone that you name by its id needs no permission to list zones.
Certificates of the kinds hostname and zone become entries of certificates. All others become entries of zones and accounts with kinds.

Exit codes:
  0  the list is complete
  1  something could not be listed; standard error says what`,
    )
  discovery.action(async (options: Omit<DiscoverOptions, 'configIsNamed'>) => {
    const configIsNamed =
      discovery.getOptionValueSource('config') === 'cli' || !!context.environment['CLOUDFLARE_CERT_EXPORTER_CONFIG']
    exit.code = await (await import('./discover.ts')).discover({ ...options, configIsNamed }, context)
  })
  command('schema')
    .description("print the configuration's JSON Schema")
    .action(async () => {
      ;(await import('./schema.ts')).schema(context)
    })
  withCommon(command('demo'), context)
    .description('run a simulated Cloudflare API and the daemon that watches it, without network and credentials')
    .option('--listen <address>', 'where to serve /metrics', '127.0.0.1:9977')
    .action(async (options: CommonOptions & { listen: string }) => {
      exit.code = await (await import('./demo.ts')).demo(options, context)
    })
  return program
}

function addOne(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function prepare(command: Command, { stdout, stderr }: CliContext): Command {
  return command
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({
      writeOut: stdout.write,
      writeErr: stderr.write,
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
}

function withConfig(command: Command, context: CliContext): Command {
  const file = context.environment['CLOUDFLARE_CERT_EXPORTER_CONFIG'] || 'config/config.yaml'
  return withCommon(
    command.option(
      '--config <file>',
      'the configuration file; $CLOUDFLARE_CERT_EXPORTER_CONFIG sets the default',
      file,
    ),
    context,
  )
}

function withCommon(command: Command, { environment }: CliContext): Command {
  const level = new Option('--log-level <level>', 'the lowest level to log; $LOG_LEVEL sets the default')
  const format = new Option('--log-format <format>', 'json, or pretty for people (the default of demo on a terminal)')
  return command
    .addOption(level.choices(logLevels).default(levelIn(environment) ?? 'info'))
    .addOption(format.choices(logFormats))
}

function levelIn({ LOG_LEVEL: text }: Environment): LogLevel | undefined {
  return logLevels.find((known) => known === (text || 'info').toLowerCase())
}

function refuseUnknownLevel(environment: Environment): void {
  if (levelIn(environment)) return
  const found = JSON.stringify(environment['LOG_LEVEL'])
  throw new UserError(`LOG_LEVEL: there is no level ${found}, use one of ${logLevels.join(', ')}`)
}
