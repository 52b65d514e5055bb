import type { CheckFileOptions } from './before-upload/check-file.ts'
import type { CheckOptions } from './check.ts'
import { type CliContext, UserError } from './context.ts'

/** All options of `check`: those for what is watched, and those for a file. */
export type CheckAnything = CheckOptions & Partial<CheckFileOptions>

/**
 * `check`: what is watched, or with `--certificate` a file.
 * @throws UserError if an option needs another one
 */
export async function checkAnything(options: CheckAnything, context: CliContext): Promise<number> {
  const { certificate, hostname, trustedBy, partialChain, against } = options
  if (certificate === undefined) {
    const alone = trustedBy ? '--trusted-by' : partialChain ? '--partial-chain' : against ? '--against' : undefined
    if (alone !== undefined) throw new UserError(`${alone} needs --certificate FILE`)
    return (await import('./check.ts')).check(options, context)
  }
  if (hostname !== undefined) throw new UserError('--certificate judges a file: use --against in place of --hostname')
  if (partialChain && trustedBy === undefined) throw new UserError('--partial-chain needs --trusted-by FILE')
  return (await import('./before-upload/check-file.ts')).checkFile({ ...options, certificate }, context)
}
