import { formatProblem, loadConfig } from '../config/load.ts'
import type { Config, Environment } from '../config/model.ts'
import { UserError } from './context.ts'

/**
 * Reads the configuration for a command.
 * @throws UserError with every problem, a line each
 */
export async function readConfiguration(path: string, environment: Environment): Promise<Config> {
  const result = await loadConfig({ path, env: environment })
  if (!result.ok) throw new UserError(result.problems.map(formatProblem).join('\n'))
  return result.config
}
