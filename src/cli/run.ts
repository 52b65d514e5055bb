import { loadConfig } from '../config/load.ts'
import { type Daemon, type DaemonOptions, startDaemon } from '../daemon/daemon.ts'
import { BrokenWebConfig } from '../daemon/listeners.ts'
import { type Surroundings, systemSurroundings } from '../daemon/surroundings.ts'
import { Redactor } from '../log/redaction.ts'
import { systemDisk } from '../state/state-disk.ts'
import { readDaemonConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { openLog, proxySettings } from './environment.ts'
import type { ConfigOptions } from './program.ts'

/** `run`: the daemon, until a signal ends it. */
export async function run(options: ConfigOptions, context: CliContext): Promise<number> {
  const config = await Promise.race([readDaemonConfiguration(options.config, context), context.interrupted])
  // A signal came while a large configuration was being checked.
  if (!config) return 0
  const redactor = new Redactor()
  const { log, lines } = openLog(options, context, redactor, 'json')
  const proxy = proxySettings(context.environment)
  const load = () => loadConfig({ path: options.config, env: context.environment })
  const starting = startOnThisHost({ config, load, proxy, log, logLines: lines, redactor }, context)
  // Listens early, because a SIGHUP without a listener ends the process.
  context.onHangup(() => void starting.then((daemon) => daemon.reload()))
  const daemon = await starting
  await context.interrupted
  await daemon.stop()
  return 0
}

/**
 * Starts the daemon with the files, connections and the clock of this host.
 * @throws UserError if the web configuration is wrong, or if an address cannot be listened on
 */
export function startOnThisHost(
  parts: Omit<DaemonOptions, keyof Surroundings | 'clock' | 'random' | 'nodeVersion' | 'host'>,
  { clock, random, nodeVersion }: CliContext,
): Promise<Daemon> {
  const host = { disk: systemDisk, clock }
  return startDaemon({ ...systemSurroundings, ...parts, clock, random, nodeVersion, host }).catch(explainStart)
}

const listenErrors: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another program listens there already: stop it, or choose another address (server.listen, or --listen of demo)',
  EACCES: 'this user may not listen on that port: choose one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host name',
}

/** Turns a wrong web configuration, and the system's errors about an address, into a UserError. */
function explainStart(error: unknown): never {
  if (error instanceof BrokenWebConfig) throw new UserError(error.message)
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) throw error
  const advice = listenErrors[String(error.code)]
  throw advice ? new UserError(`cannot listen: ${error.message}: ${advice}`) : error
}
