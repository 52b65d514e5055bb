import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'

/** An API server, as an administrator sees it. */
export interface Api {
  /** @throws with the server's words where it does not answer 2xx */
  readonly get: <As extends 'json' | 'text' = 'json'>(
    path: string,
    as?: As,
  ) => Promise<As extends 'text' ? string : object>
  readonly create: (path: string, object: object) => Promise<void>
  /** A merge patch (RFC 7386). */
  readonly patch: (path: string, change: object) => Promise<void>
}

export function connect(url: string, token: string, ca: string): Api {
  const dispatcher = new Agent({ connect: { ca } })
  const ask = async (method: 'GET' | 'POST' | 'PATCH', path: string, type: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await request(url + path, { method, headers, dispatcher, ...sent })
    const text = await response.body.text()
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`)
    return text
  }
  return {
    get: async (path, as) => {
      const text = await ask('GET', path, 'application/json')
      return as === 'text' ? text : JSON.parse(text)
    },
    create: async (path, object) => {
      await ask('POST', path, 'application/json', object)
    },
    patch: async (path, change) => {
      await ask('PATCH', path, 'application/merge-patch+json', change)
    },
  }
}

/** Asks again until there is an answer. Nothing here tells when it is ready by itself. */
export async function until<Answer>(what: string, ask: () => Promise<Answer>, seconds = 120): Promise<Answer> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > end) throw new Error(`waited for ${seconds} s: ${what}`, { cause: error })
      await pause(100)
    }
  }
}
