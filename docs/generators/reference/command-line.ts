import { cli } from '../../../test/support/cli.ts'

/** What `--help` says, of the program and of each of its commands. */
export async function commandHelp(): Promise<string> {
  const overview = await helpOf([])
  const names = [...overview.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name = '']) => name)
  const parts = await Promise.all(names.map(async (name) => `## ${name}\n\n${block(await helpOf([name]))}`))
  return [block(overview), ...parts].join('\n')
}

async function helpOf(command: readonly string[]): Promise<string> {
  return (await cli([...command, '--help'])).stdout.trim()
}

function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`
}
