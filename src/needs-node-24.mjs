// Plain JavaScript, and loaded before anything else: an older Node.js cannot even parse the TypeScript that would complain.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  process.stderr.write(
    `cloudflare-cert-exporter needs Node.js 24 or newer, this is ${process.versions.node}: install it, or run "npm ci" with scripts and optional dependencies on, which brings its own\n`,
  )
  process.exit(1)
}

// To take the types out of 150 files takes longer than all the rest of a start. What comes out is kept where only who may change the
// packages can change it; where that cannot be written, nothing is.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
