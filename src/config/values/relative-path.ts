import { dirname, isAbsolute, join } from 'node:path'

/** A path in a configuration file. A relative path is relative to the folder of that file. */
export function besideFile(path: string, file: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path)
}
