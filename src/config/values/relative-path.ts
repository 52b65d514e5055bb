import { dirname, isAbsolute, join } from 'node:path'

/** A path that a configuration file names: where it is relative, relative to that file's folder. */
export function besideFile(path: string, file: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path)
}
