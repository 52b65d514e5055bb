import { stateProblem } from '../config/checks/state-place.ts'
import { formatProblem, loadConfig } from '../config/load.ts'
import type { Config, Environment } from '../config/model.ts'
import { type CliContext, UserError } from './context.ts'

/**
 * Reads the configuration for a command.
 * @throws UserError with every problem, a line each
 */
export async function readConfiguration(path: string, environment: Environment): Promise<Config> {
  const result = await loadConfig({ path, env: environment })
  if (!result.ok) throw new UserError(result.problems.map(formatProblem).join('\n'))
  return result.config
}

/**
 * Like `readConfiguration`, for the daemon: it also checks the directory of the state file.
 * @throws UserError with every problem, a line each
 */
export async function readDaemonConfiguration(
  path: string,
  { environment, clock }: Pick<CliContext, 'environment' | 'clock'>,
): Promise<Config> {
  const config = await readConfiguration(path, environment)
  const problem = await stateProblem(config, clock)
  if (problem) throw new UserError(formatProblem(problem))
  return config
}
