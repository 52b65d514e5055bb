import { Html, html } from './html.ts'
import { contentSecurityPolicyOf } from './security-policy.ts'
import { baseStyle } from './style.ts'

const style = `${baseStyle}
main{max-width:52rem;margin:0;padding-top:.6rem;font-size:14px;line-height:1.5}
h2{margin-top:1.4rem}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.55rem .8rem;white-space:pre-wrap}
table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;border:1px solid var(--line);padding:.3rem .6rem}
`

/** @param body the HTML of the runbook, made in the build of a text that we wrote */
export function runbookDocument(name: string, body: string): string {
  return documentOf(name, new Html(body), '..')
}

/** The list of all runbooks. */
export function runbookList(names: readonly string[]): string {
  const items = names.map(
    (name) => html`<li><a href="runbooks/${name}">${name}</a></li>
`,
  )
  return documentOf('Runbooks', html`<h1>Runbooks</h1><ul>${items}</ul>`, '.')
}

/** @param root the way to the status page, without a slash at its end */
function documentOf(title: string, body: Html, root: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Client certificates at Cloudflare</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><nav aria-label="Pages"><a href="${root}/">Status page</a> · <a href="${root}/runbooks">All runbooks</a></nav></header>
<main>
${body}
</main>
</body>
</html>
`.text
}

/** Allows the document's own style by its hash, and nothing else. */
export const runbookPolicy = contentSecurityPolicyOf({ style })
