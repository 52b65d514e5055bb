import type { ConfigResult, ConfigSource } from './parse-config.ts'
import type { SentResult } from './parse-worker.ts'
import { parseWorkerUrl } from './parse-worker-url.ts'
import { ownsEverything } from './resolve-entries.ts'
import { runInWorker } from './run-in-worker.ts'

/**
 * Runs `parseConfig` in a separate thread.
 * @param content is transferred to the thread and is empty afterwards
 * @returns a text that continues "the file …" if it took too much time or memory
 */
export async function parseInWorker(content: Uint8Array, { path, env }: ConfigSource): Promise<ConfigResult | string> {
  const bytes = ownBytes(content)
  const message = { content: bytes, source: { path, env: { ...env } } }
  const judged = await runInWorker<SentResult>(parseWorkerUrl, message, [bytes.buffer])
  return typeof judged === 'string' ? judged : whole(judged)
}

/** Node.js cuts small buffers out of a shared one, which cannot be transferred. Only those are copied. */
function ownBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
}

function whole(judged: SentResult): ConfigResult {
  if (!judged.ok) return judged
  const watch = { ...judged.config.watch, owns: ownsEverything }
  return { ...judged, config: { ...judged.config, watch } }
}
