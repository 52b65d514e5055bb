import { judgedAside } from './judged-aside.ts'
import type { ConfigResult, ConfigSource } from './parse-config.ts'
import { parseWorkerUrl } from './parse-worker-url.ts'
import { ownsEveryZone } from './resolve-entries.ts'

/**
 * Runs `parseConfig` in a separate thread.
 * @returns a text that continues "the file …" if it took too much time or memory
 */
export async function parseAside(content: Uint8Array, { path, env }: ConfigSource): Promise<ConfigResult | string> {
  // The bytes are transferred, not copied.
  const bytes = new Uint8Array(content)
  const message = { content: bytes, source: { path, env: { ...env } } }
  const judged = await judgedAside<ConfigResult>(parseWorkerUrl, message, [bytes.buffer])
  return typeof judged === 'string' ? judged : whole(judged)
}

function whole(judged: ConfigResult): ConfigResult {
  if (!judged.ok) return judged
  const watch = { ...judged.config.watch, ownsZone: ownsEveryZone }
  return { ...judged, config: { ...judged.config, watch } }
}
