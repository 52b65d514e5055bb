import process from 'node:process'
import { defineConfig } from 'rolldown'

const { VERSION, REVISION } = process.env

/** The whole program in one file that needs no `node_modules`. Not minified: its stack traces are for people. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  transform: {
    define: {
      BUILD_VERSION: JSON.stringify(VERSION || null),
      BUILD_REVISION: JSON.stringify(REVISION || null),
    },
  },
  output: { file: 'dist/cloudflare-cert-exporter.mjs', format: 'esm', codeSplitting: false },
})
