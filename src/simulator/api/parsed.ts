/** What people sent, or why it is no use. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** @param example what would have been right */
export function parseJson(body: string, example: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(body) }
  } catch {
    return wrong(`the body is not JSON; try ${example}`)
  }
}

export function wrong(problem: string) {
  return { ok: false, problem } as const
}
