import { parentPort } from 'node:worker_threads'
import type { WatchList } from '../certificate/watch-list.ts'
import type { Config } from './model.ts'
import { type ConfigResult, type ConfigSource, decoded, parseDecoded } from './parse-config.ts'

/** What the thread sends. A function cannot be sent between threads: parse-in-worker.ts adds the only one again. */
export type SentResult =
  | Extract<ConfigResult, { ok: false }>
  | { readonly ok: true; readonly config: Omit<Config, 'watch'> & { readonly watch: Omit<WatchList, 'owns'> } }

/** Runs in a separate thread, for one configuration. */
parentPort?.once(
  'message',
  ({ content, source }: { readonly content: Uint8Array<ArrayBuffer>; readonly source: ConfigSource }) => {
    const text = decoded(content)
    // Frees the bytes, which are as long as the text, while the text is judged.
    content.buffer.transfer(0)
    parentPort?.postMessage(sent(parseDecoded(text, source)))
  },
)

function sent(result: ConfigResult): SentResult {
  if (!result.ok) return result
  const { owns: _, ...watch } = result.config.watch
  return { ok: true, config: { ...result.config, watch } }
}
