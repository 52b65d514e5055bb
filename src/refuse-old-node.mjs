// Plain JavaScript that any Node.js can read, and without imports: it runs before anything that an older one cannot read or lacks.
const major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  process.stderr.write(
    `cloudflare-cert-exporter needs Node.js 24 or newer, this is ${process.versions.node}: get it from https://nodejs.org/en/download, or run "npm ci" in a checkout, which brings its own\n`,
  )
  // Monitoring plugins read 1 as a warning and 3 as unknown.
  process.exit(process.argv[2] === 'check' ? 3 : 1)
}
