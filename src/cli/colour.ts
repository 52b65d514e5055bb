import type { Environment } from '../config/model.ts'
import type { Output } from './context.ts'

/**
 * Whether to write in colour: NO_COLOR forbids it (no-color.org), FORCE_COLOR asks for it also where there is no terminal
 * (force-color.org), and `FORCE_COLOR=0` forbids it too, as Node.js has it. An empty variable counts as unset.
 */
export function isColoured({ isTerminal }: Pick<Output, 'isTerminal'>, environment: Environment): boolean {
  if (environment['NO_COLOR']) return false
  const forced = environment['FORCE_COLOR']
  return forced ? forced !== '0' && forced !== 'false' : isTerminal
}
