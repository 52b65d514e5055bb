import { defineConfig } from 'rolldown'

/** The whole program in one file that needs no `node_modules`. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // pino would start worker threads from files that a bundle does not have; nothing here asks it to.
  external: ['pino-pretty', 'thread-stream'],
  output: { file: 'dist/cloudflare-cert-exporter.mjs', format: 'esm', codeSplitting: false },
})
