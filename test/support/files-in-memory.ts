import type { Surroundings } from '../../src/daemon/surroundings.ts'

/** Reads files by what a test says of them. @param contentOf undefined for a path where no file is */
export function readingFrom(contentOf: (path: string) => string | undefined): Surroundings['readFile'] {
  return async (path) => {
    const content = contentOf(path)
    return content === undefined
      ? { ok: false, code: 'ENOENT', detail: 'does not exist' }
      : { ok: true, content: Buffer.from(content) }
  }
}
