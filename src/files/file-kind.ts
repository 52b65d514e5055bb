import type { Stats } from 'node:fs'

/** Describes in words what a path leads to. */
export function fileKind(
  entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>,
): string {
  if (entry.isFile()) return 'a file'
  if (entry.isDirectory()) return 'a directory'
  if (entry.isSymbolicLink()) return 'a symbolic link'
  if (entry.isFIFO()) return 'a pipe'
  if (entry.isSocket()) return 'a socket'
  return 'a device'
}
