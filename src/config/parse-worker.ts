import { parentPort } from 'node:worker_threads'
import { type ConfigResult, type ConfigSource, decoded, parseDecoded } from './parse-config.ts'

/** A function cannot be sent between threads. parse-in-worker.ts adds the only one again. */
function withoutFunctions(result: ConfigResult): unknown {
  if (!result.ok) return result
  const { owns, ...watch } = result.config.watch
  return { ...result, config: { ...result.config, watch } }
}

/** Runs in a separate thread, for one configuration. */
parentPort?.once(
  'message',
  ({ content, source }: { readonly content: Uint8Array<ArrayBuffer>; readonly source: ConfigSource }) => {
    const text = decoded(content)
    // Frees the bytes, which are as long as the text, while the text is judged.
    content.buffer.transfer(0)
    parentPort?.postMessage(withoutFunctions(parseDecoded(text, source)))
  },
)
