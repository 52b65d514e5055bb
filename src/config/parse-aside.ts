import { Worker } from 'node:worker_threads'
import type { ConfigResult, ConfigSource } from './parse-config.ts'
import { parseWorkerUrl } from './parse-worker-url.ts'
import { ownsEveryZone } from './resolve-entries.ts'

/** Megabytes of the thread's own. What has no more than the limits of its text allow needs less. */
const resourceLimits = { maxOldGenerationSizeMb: 88, maxYoungGenerationSizeMb: 4 }

/** Two seconds are enough on a processor of one's own. */
const longestMs = 60_000

/**
 * Does what `parseConfig` does in a thread of its own, which is answered for: neither its time nor its memory is that of the program.
 * @returns a text, which goes on after "the file", where it took too much of either
 */
export function parseAside(content: Uint8Array, { path, env }: ConfigSource): Promise<ConfigResult | string> {
  // Neither the environment nor the flags of the program: see the thread that checks passwords.
  const worker = new Worker(parseWorkerUrl, { env: {}, execArgv: [], resourceLimits })
  const result = new Promise<ConfigResult | string>((resolve) => {
    const deadline = setTimeout(() => resolve('takes too long to judge: expected less in one file'), longestMs)
    worker.once('message', (judged: ConfigResult) => resolve(whole(judged)))
    worker.once('error', (error) => {
      const isTooMuch = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      resolve(
        isTooMuch ? 'takes too much memory to judge: expected less in one file' : `cannot be judged: ${error.message}`,
      )
    })
    worker.once('exit', () => {
      clearTimeout(deadline)
      resolve('cannot be judged: the thread that does it ended')
    })
    // Its bytes are handed over, not copied.
    const bytes = new Uint8Array(content)
    worker.postMessage({ content: bytes, source: { path, env: { ...env } } }, [bytes.buffer])
  })
  return result.finally(() => worker.terminate())
}

function whole(judged: ConfigResult): ConfigResult {
  if (!judged.ok) return judged
  const watch = { ...judged.config.watch, ownsZone: ownsEveryZone }
  return { ...judged, config: { ...judged.config, watch } }
}
