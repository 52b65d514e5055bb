/** A token of Cloudflare, with or without the newer prefix. */
const tokenShape = /^(?:cf(?:ut|at|oat)_)?[\w-]{40,}$/
const keyShape = /^(?:[0-9a-f]{37}|cfk_[\w-]{20,})$/
const base64Shape = /^[\w+/-]{40,}={0,2}$/

type Shape = readonly [looksSo: (text: string) => boolean, hint: string]

/** Typical mistakes in place of a secret. The first one that fits gives the hint. */
const shapes: readonly Shape[] = [
  [(text) => /^["'`].*["'`]$/su.test(text), 'it stands in quotes: leave them out'],
  [(text) => /^\$?\{.*\}$/su.test(text), 'it stands in braces: the bare secret belongs there'],
  [(text) => /^(?:Authorization:\s*)?Bearer\s/i.test(text), 'it begins with "Bearer": the bare token belongs there'],
  [
    (text) => /^(?:export\s+)?[A-Za-z_][\w.-]*\s*[=:]\s*[^\s=]/.test(text),
    'it has a name before it: the bare secret belongs there',
  ],
]

const ofTokens: readonly Shape[] = [
  ...shapes,
  [
    (text) => keyShape.test(text),
    'it looks like a Global API Key, not a token: that goes with its e-mail address, as email and api_key_file',
  ],
  [(text) => isBase64Of(text, tokenShape), 'it looks like a token in base64: decode it first'],
]

const ofKeys: readonly Shape[] = [
  ...shapes,
  [
    (text) => /^cf(?:ut|at|oat)_/.test(text),
    'it looks like an API token, not a key: that goes alone, as api_token_file',
  ],
  [(text) => isBase64Of(text, keyShape), 'it looks like a key in base64: decode it first'],
]

const oddities = { token: ofTokens, key: ofKeys } as const

/**
 * Says what is probably wrong with a secret, judged by its form only. Undefined if it looks right. It never repeats any part of it.
 * @param text without white space around it
 */
export function oddityOf(text: string, kind: keyof typeof oddities): string | undefined {
  return oddities[kind].find(([looksSo]) => looksSo(text))?.[1]
}

function isBase64Of(text: string, shape: RegExp): boolean {
  if (!base64Shape.test(text)) return false
  const decoded = Buffer.from(text, 'base64').toString('latin1').trim()
  return shape.test(decoded)
}
