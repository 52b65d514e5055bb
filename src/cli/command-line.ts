import type { Command } from 'commander'
import { closest } from '../config/schema/did-you-mean.ts'
import { UserError } from './context.ts'

/** The command that a command line means, also where options stand before it. Undefined where it is the default one. */
export function meantCommand(program: Command, argv: readonly string[]): string | undefined {
  const [first] = argv
  if (first === undefined || !first.startsWith('-')) return first
  const names = new Set(program.commands.map((command) => command.name()))
  const options = program.commands.flatMap((command) => command.options)
  const withValue = new Set(options.filter(({ required }) => required).flatMap(({ long, short }) => [long, short]))
  const isTaken = (i: number) => withValue.has(argv[i - 1])
  return argv.slice(0, endOfOptions(argv)).find((word, i) => names.has(word) && !isTaken(i))
}

/** Whether a monitoring system reads the answer, which may be that the command line is wrong. */
export function isForPlugin(program: Command, argv: readonly string[]): boolean {
  if (meantCommand(program, argv) !== 'check') return false
  const words = argv.slice(0, endOfOptions(argv))
  const outputs = words.flatMap((word, i) => (word === '--output' ? (words[i + 1] ?? []) : valueIn(word)))
  return outputs.at(-1) === 'nagios'
}

/** Keeps commander from writing its errors to standard error. */
export function silence(program: Command): void {
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: () => undefined })
}

function valueIn(word: string): string | readonly string[] {
  const [, value = []] = /^--output=(.*)$/s.exec(word) ?? []
  return value
}

/** @throws UserError where commander would take the command as an argument of the default command */
export function refuseMisplaced(program: Command, argv: readonly string[]): void {
  const [first] = argv
  if (first === undefined) return
  if (first.startsWith('-')) refuseOptionsFirst(first, program, argv)
  else refuseUnknown(first, program)
}

function refuseUnknown(word: string, program: Command): void {
  const names = program.commands.map((command) => command.name())
  if ([...names, 'help'].includes(word)) return
  const meant = closest(word, names)
  throw new UserError(
    `unknown command '${word}'${meant ? `, did you mean '${meant}'?` : ''} (--help shows what there is)`,
  )
}

const askedOfProgram = ['-h', '--help', '-v', '--version']

function refuseOptionsFirst(first: string, program: Command, argv: readonly string[]): void {
  const command = meantCommand(program, argv)
  if (command === undefined || argv.some((word) => askedOfProgram.includes(word))) return
  const [option] = first.split('=')
  throw new UserError(`options go after the command: cloudflare-cert-exporter ${command} ${option} …`)
}

function endOfOptions(argv: readonly string[]): number {
  const end = argv.indexOf('--')
  return end < 0 ? argv.length : end
}
