/** Parsed input, or the reason why it is wrong. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** @param example a correct input */
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
