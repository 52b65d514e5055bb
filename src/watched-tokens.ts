import type { Config } from './config/model.ts'
import type { WatchedToken } from './tokens/token-watch.ts'

/** The tokens among the credentials: Cloudflare verifies no keys. */
export function tokensOf({ credentials }: Config): readonly WatchedToken[] {
  return [...credentials.values()].flatMap(({ kind, name, accountId }) =>
    kind === 'token' ? [{ name, accountId }] : [],
  )
}
