import process from 'node:process'
import { defineConfig, type Plugin, rolldown } from 'rolldown'
import { guardsFirst } from './bundle/guards-first.ts'
import { ThirdPartyNotices } from './bundle/third-party-notices.ts'

const notices = new ThirdPartyNotices()

/** A bundle has no second file beside it: the worker, its library included, becomes part of the text as a `data:` URL. */
function passwordWorkerInside(): Plugin {
  return {
    name: 'password-worker-inside',
    load: {
      filter: { id: /password-worker-url\.ts$/ },
      async handler(id) {
        const bundle = await rolldown({
          input: id.replace('-url.ts', '.ts'),
          platform: 'node',
          plugins: [notices.collected()],
        })
        const { output } = await bundle.generate({ format: 'esm', minify: true })
        await bundle.close()
        const url = `data:text/javascript,${encodeURIComponent(output[0].code)}`
        return `export const passwordWorkerUrl = new URL(${JSON.stringify(url)})`
      },
    },
  }
}

const { VERSION, REVISION } = process.env

/** The whole program in one file that needs no `node_modules`. Not minified: its stack traces are for people; of comments the licences stay. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [passwordWorkerInside(), guardsFirst(), notices.written('THIRD-PARTY-NOTICES')],
  transform: {
    // An older Node.js has to be able to parse it, or it could not say that it is too old.
    target: 'node18',
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
