import type { Reply } from './routes.ts'

/** The page at `/`: what this is, and where to go from here. No script, nothing from elsewhere. */
export function landingPage(version: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>cloudflare-cert-exporter</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em }</style>
<h1>cloudflare-cert-exporter</h1>
<p>Watches the client certificates that Cloudflare presents to your origins. Version ${version}.</p>
<ul>
<li><a href="/metrics">/metrics</a>: every certificate, for Prometheus</li>
<li><a href="/healthz">/healthz</a>: does the process work?</li>
<li><a href="/readyz">/readyz</a>: was every certificate asked for?</li>
</ul>
</html>
`,
  }
}
