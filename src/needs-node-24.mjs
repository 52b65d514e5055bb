// Loaded before anything else in a checkout: an older Node.js cannot even parse the TypeScript that would complain.
import './refuse-old-node.mjs'
import './refuse-inspector.mjs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// To take the types out of 150 files takes longer than all the rest of a start. What comes out is kept where only who may change the
// packages can change it; where that cannot be written, nothing is.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
