import { parentPort } from 'node:worker_threads'
import { type ConfigSource, parseBytes } from './parse-config.ts'

/** Runs in a thread of its own, for one configuration. */
parentPort?.once('message', ({ content, source }: { readonly content: Uint8Array; readonly source: ConfigSource }) => {
  const result = parseBytes(content, source)
  // No function can be sent; parse-aside.ts puts the only one back.
  const watch = result.ok ? { ...result.config.watch, ownsZone: undefined } : undefined
  parentPort?.postMessage(result.ok ? { ...result, config: { ...result.config, watch } } : result)
})
