import type { Redactor } from '../log/redaction.ts'
import type { CheckOptions } from './check.ts'
import { type CliContext, UserError } from './context.ts'
import { pluginLine } from './nagios.ts'

/**
 * Runs a form of `check`. With `--output nagios` an error of the user becomes a plugin's line: a monitoring system shows the first line of
 * standard output, and nothing else.
 * @param work the exit code, or that the user did not want to wait
 * @throws UserError with every other output
 */
export async function toldToPlugins(
  { output }: Pick<CheckOptions, 'output'>,
  { stdout, stderr }: CliContext,
  redactor: Redactor,
  work: () => Promise<number | 'interrupted'>,
): Promise<number> {
  const isPlugin = output === 'nagios'
  try {
    const code = await work()
    if (code !== 'interrupted') return code
    if (isPlugin) stdout.write(pluginLine('unknown', 'interrupted'))
    else stderr.write('interrupted: nothing can be said\n')
  } catch (error) {
    if (!isPlugin || !(error instanceof UserError)) throw error
    stdout.write(pluginError(redactor.apply(error.message)))
  }
  return 3
}

/** @param message of an error, which may have several lines; commander's begin with a word that the severity says already */
export function pluginError(message: string): string {
  return pluginLine(
    'unknown',
    message
      .replace(/^error: /, '')
      .trimEnd()
      .replaceAll('\n', '; '),
  )
}
