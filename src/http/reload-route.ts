import type { Handler } from './routes.ts'

/** `POST /-/reload`: 200 when the new configuration is in force, 500 with every problem if it is wrong. */
export function reloadRoute(
  reload: () => Promise<{ readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] }>,
): Handler {
  return async () => {
    const answer = await reload()
    return answer.ok
      ? { status: 200, body: 'the configuration was loaded\n' }
      : { status: 500, body: `${answer.problems.join('\n')}\n` }
  }
}
