import process from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  defineConfig,
  type OutputOptions,
  type Plugin,
  type PluginContext,
  type RolldownOptions,
  rolldown,
} from 'rolldown'
import { asciiOnly } from './bundle/ascii-only.ts'
import { guardsFirst } from './bundle/guards-first.ts'
import { runbookBodies } from './bundle/runbook-html.ts'
import { ThirdPartyNotices } from './bundle/third-party-notices.ts'

const notices = new ThirdPartyNotices()

/** The code of a worker, its libraries included. */
export async function workerCode(urlModule: string): Promise<string> {
  const input = urlModule.replace('-url.ts', '.ts')
  const bundle = await rolldown({ input, platform: 'node', plugins: [notices.collected()] })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  return output[0].code
}

/** `parse` of `parse-worker-url.ts`. */
export function workerName(urlModule: string): string {
  return /(\w+)-worker-url\.ts$/.exec(urlModule)?.[1] ?? ''
}

/**
 * Bundles the workers too, which the modules called `*-worker-url.ts` name.
 * @param where gives the expression for a worker's URL
 */
function workers(where: (context: PluginContext, name: string, code: string) => string): Plugin {
  return {
    name: 'workers',
    load: {
      filter: { id: /-worker-url\.ts$/ },
      async handler(id) {
        const name = workerName(id)
        return `export const ${name}WorkerUrl = new URL(${where(this, name, await workerCode(id))})`
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

/** One file has no second one beside it: a worker becomes part of the text as a `data:` URL. */
export function workersInside(): Plugin {
  return workers((_context, _name, code) => {
    // What requires needs a file to be relative to, which a `data:` URL is not; it requires nothing but Node.js' own modules.
    const alone = code.replaceAll('import.meta.url', '"file:///worker.mjs"')
    return JSON.stringify(`data:text/javascript,${encodeURIComponent(alone)}`)
  })
}

/** A worker is a chunk like the others, so that a process that starts none does not read it. */
export function workersBeside(folder: string): Plugin {
  return workers((context, name, source) => {
    context.emitFile({ type: 'asset', fileName: `${folder}/${name}-worker.mjs`, source })
    return `'./${name}-worker.mjs', import.meta.url`
  })
}

const { VERSION, REVISION } = process.env

/** Of every bundle of the program. */
export const program = {
  input: 'src/main.ts',
  platform: 'node',
  resolve: { alias: { undici: fileURLToPath(new URL('bundle/undici-agents.mjs', import.meta.url)) } },
  transform: {
    // An older Node.js has to be able to parse it, or it could not say that it is too old.
    target: 'node18',
    define: {
      BUILD_VERSION: JSON.stringify(VERSION || null),
      BUILD_REVISION: JSON.stringify(REVISION || null),
    },
  },
} as const satisfies RolldownOptions

export function pluginsWith(workersPlugin: Plugin): Plugin[] {
  return [workersPlugin, runbooksInside(), guardsFirst(), asciiOnly(), notices.written('THIRD-PARTY-NOTICES')]
}

/** Not minified: its stack traces are for people. Of comments the licences stay. */
export const output = {
  format: 'esm',
  comments: { legal: true, annotation: false, jsdoc: false },
} as const satisfies OutputOptions

/** The whole program in one file that needs no `node_modules`. */
export default defineConfig({
  ...program,
  plugins: pluginsWith(workersInside()),
  output: { ...output, file: 'dist/cloudflare-cert-exporter.mjs', codeSplitting: false },
})
