import { parentPort } from 'node:worker_threads'
import { type ConfigSource, decoded, parseDecoded } from './parse-config.ts'

/** Runs in a separate thread, for one configuration. */
parentPort?.once(
  'message',
  ({ content, source }: { readonly content: Uint8Array<ArrayBuffer>; readonly source: ConfigSource }) => {
    const text = decoded(content)
    // Frees the bytes, which are as long as the text, while the text is judged.
    content.buffer.transfer(0)
    const result = parseDecoded(text, source)
    // A function cannot be sent between threads. parse-in-worker.ts adds the only one again.
    const watch = result.ok ? { ...result.config.watch, ownsZone: undefined } : undefined
    parentPort?.postMessage(result.ok ? { ...result, config: { ...result.config, watch } } : result)
  },
)
