// Plain JavaScript without imports that any Node.js can read. It runs before anything that an older Node.js cannot read.
const major = Number(process.versions.node.split('.')[0])

function refuse(why) {
  process.stderr.write(`cloudflare-cert-exporter needs ${why}\n`)
  // Monitoring plugins read 1 as a warning and 3 as unknown.
  process.exit(process.argv[2] === 'check' ? 3 : 1)
}

if (major < 24)
  refuse(
    `Node.js 24 or newer, this is ${process.versions.node}: get it from https://nodejs.org/en/download, or run "npm ci" in a checkout, which brings its own`,
  )
if (typeof WebAssembly === 'undefined')
  refuse("WebAssembly, which Node.js reads Cloudflare's answers with: take --jitless out of NODE_OPTIONS")
if (Object.isFrozen(Array.prototype))
  refuse('intrinsic objects that its libraries can extend: take --frozen-intrinsics out of NODE_OPTIONS')
