import process from 'node:process'
import { defineConfig, type Plugin, rolldown } from 'rolldown'

/** A bundle has no second file beside it: the worker, its library included, becomes part of the text as a `data:` URL. */
function passwordWorkerInside(): Plugin {
  return {
    name: 'password-worker-inside',
    load: {
      filter: { id: /password-worker-url\.ts$/ },
      async handler(id) {
        const bundle = await rolldown({ input: id.replace('-url.ts', '.ts'), platform: 'node' })
        const { output } = await bundle.generate({ format: 'esm', minify: true })
        await bundle.close()
        const url = `data:text/javascript,${encodeURIComponent(output[0].code)}`
        return `export const passwordWorkerUrl = new URL(${JSON.stringify(url)})`
      },
    },
  }
}

/**
 * Imported as a module, `node:http` has all that it exports read at once, and with its `WebSocket` comes the whole of fetch: a tenth
 * of the start. Required, it has not.
 */
function httpRequired(): Plugin {
  return {
    name: 'http-required',
    resolveId: {
      filter: { id: /^node:http$/ },
      // What libraries require is required anyway.
      handler: (_id, _importer, { kind }) => (kind === 'import-statement' ? 'http-required' : null),
    },
    load: {
      filter: { id: /^http-required$/ },
      handler: () => `import { createRequire } from 'node:module'
export const { createServer } = createRequire(import.meta.url)('node:http')`,
    },
  }
}

const { VERSION, REVISION } = process.env

/** The whole program in one file that needs no `node_modules`. Not minified: its stack traces are for people; of comments the licences stay. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [passwordWorkerInside(), httpRequired()],
  transform: {
    define: {
      BUILD_VERSION: JSON.stringify(VERSION || null),
      BUILD_REVISION: JSON.stringify(REVISION || null),
    },
  },
  output: {
    file: 'dist/cloudflare-cert-exporter.mjs',
    format: 'esm',
    codeSplitting: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
})
