import process from 'node:process'
import { defineConfig, type Plugin, rolldown } from 'rolldown'
import { guardsFirst } from './bundle/guards-first.ts'
import { runbookBodies } from './bundle/runbook-html.ts'
import { ThirdPartyNotices } from './bundle/third-party-notices.ts'

const notices = new ThirdPartyNotices()

/** A bundle has no second file beside it: a worker, its libraries included, becomes part of the text as a `data:` URL. */
function workersInside(): Plugin {
  return {
    name: 'workers-inside',
    load: {
      filter: { id: /-worker-url\.ts$/ },
      async handler(id) {
        const bundle = await rolldown({
          input: id.replace('-url.ts', '.ts'),
          platform: 'node',
          plugins: [notices.collected()],
        })
        const { output } = await bundle.generate({ format: 'esm', minify: true })
        await bundle.close()
        // What requires needs a file to be relative to, which a `data:` URL is not; it requires nothing but Node.js' own modules.
        const code = output[0].code.replaceAll('import.meta.url', '"file:///worker.mjs"')
        const url = `data:text/javascript,${encodeURIComponent(code)}`
        const name = /(\w+)-worker-url\.ts$/.exec(id)?.[1]
        return `export const ${name}WorkerUrl = new URL(${JSON.stringify(url)})`
      },
    },
  }
}

/** The runbooks become HTML here, so that the program needs no library for Markdown. */
function runbooksInside(): Plugin {
  return {
    name: 'runbooks-inside',
    load: {
      filter: { id: /\/daemon\/runbook-bodies\.ts$/ },
      handler: () => `export const runbookBodies = async () => (${JSON.stringify(runbookBodies())})`,
    },
  }
}

const { VERSION, REVISION } = process.env

/** The whole program in one file that needs no `node_modules`. Not minified: its stack traces are for people; of comments the licences stay. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [workersInside(), runbooksInside(), guardsFirst(), notices.written('THIRD-PARTY-NOTICES')],
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
