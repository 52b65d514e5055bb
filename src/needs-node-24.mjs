// Is loaded before anything else in a checkout, because an older Node.js cannot parse TypeScript.
import './refuse-old-node.mjs'
import './refuse-inspector.mjs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// Removing the types from the sources takes longer than the rest of a start. The result is cached in a folder that only the owner of the
// packages can change. If it cannot be written, nothing is cached.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
