import { createHash } from 'node:crypto'

export interface InlineTexts {
  readonly style: string
  /** Undefined: no script runs. */
  readonly script?: string
}

/** Allows a document's own style and script by their hashes, and nothing else. */
export function contentSecurityPolicyOf({ style, script }: InlineTexts): string {
  const scripted = script === undefined ? [] : [`script-src '${hashOf(script)}'`, "connect-src 'self'"]
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...scripted,
    // The icon stands in the page.
    'img-src data:',
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
