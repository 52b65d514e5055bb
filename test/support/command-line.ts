import process from 'node:process'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Reads the command line of a program for developers. With `--help` it prints `help` and ends the process with 0; with an option that
 * is wrong it says which one, and ends it with 2.
 */
export function readCommandLine<const T extends ParseArgsConfig>(
  help: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.some((each) => each === '--help' || each === '-h')) {
    process.stdout.write(help)
    process.exit()
  }
  try {
    return parseArgs(config)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), help)
  }
}

/** Says what is wrong with the command line, and how it is used, and ends the process with 2. */
export function refuse(why: string, help: string): never {
  process.stderr.write(`${why}\n\n${help}`)
  process.exit(2)
}
