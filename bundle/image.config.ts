import { defineConfig } from 'rolldown'
import { output, pluginsWith, program, workersBeside } from '../rolldown.config.ts'

/** The program in chunks, for the image. What a start does not need is not read, and V8 caches each chunk by itself. */
export default defineConfig({
  ...program,
  plugins: pluginsWith(workersBeside('chunks')),
  output: {
    ...output,
    dir: 'dist/image',
    entryFileNames: 'cloudflare-cert-exporter.mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    codeSplitting: true,
  },
})
