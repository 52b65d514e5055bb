// Plain JavaScript, and loaded before anything else: an older Node.js cannot even parse the TypeScript that would complain.
const major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  process.stderr.write(
    `cloudflare-cert-exporter needs Node.js 24 or newer, this is ${process.versions.node}: install it, or run "npm ci" with scripts and optional dependencies on, which brings its own\n`,
  )
  process.exit(1)
}
