import { parseBytes } from '../../../src/config/parse-config.ts'

type Parsed = ReturnType<typeof parseBytes>

/** As many as are in use at once. */
const mostKept = 8

/** Configurations by their bytes and the environment, parsed once for all processes that read the same file. */
export class ParsedConfigs {
  readonly #parsed = new Map<string, Parsed>()

  parse(content: Buffer, { path, env }: Parameters<typeof parseBytes>[1]): Parsed {
    const key = JSON.stringify([path, env, content.toString('latin1')])
    const parsed = this.#parsed.get(key) ?? parseBytes(content, { path, env })
    this.#parsed.delete(key)
    this.#parsed.set(key, parsed)
    const [oldest] = this.#parsed.keys()
    if (this.#parsed.size > mostKept && oldest !== undefined) this.#parsed.delete(oldest)
    return parsed
  }
}
