import { parentPort } from 'node:worker_threads'
import { type ConfigSource, parseBytes } from './parse-config.ts'

/** Runs in a separate thread, for one configuration. */
parentPort?.once('message', ({ content, source }: { readonly content: Uint8Array; readonly source: ConfigSource }) => {
  const result = parseBytes(content, source)
  // A function cannot be sent between threads. parse-aside.ts adds the only one again.
  const watch = result.ok ? { ...result.config.watch, ownsZone: undefined } : undefined
  parentPort?.postMessage(result.ok ? { ...result, config: { ...result.config, watch } } : result)
})
