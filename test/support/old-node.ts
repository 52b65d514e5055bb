import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

/** The path of a Node.js on the PATH that is older than what the program needs, such as Debian's. */
export function oldNode(): string | undefined {
  const { PATH = '' } = process.env
  const all = PATH.split(delimiter).map((folder) => join(folder, 'node'))
  return all.find((path) => existsSync(path) && majorOf(path) < 24)
}

function majorOf(node: string): number {
  const version = execFileSync(node, ['--print', 'process.versions.node'], { encoding: 'utf8' })
  return Number(version.split('.')[0])
}
