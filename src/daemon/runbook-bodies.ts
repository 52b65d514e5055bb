/**
 * The HTML of every runbook, by its name. This is the way from source: the bundle has the finished texts in place of this file
 * (rolldown.config.ts), and no library for Markdown.
 */
export async function runbookBodies(): Promise<Readonly<Record<string, string>>> {
  const html = await import('../../bundle/runbook-html.ts')
  return html.runbookBodies()
}
