import type { Transport } from '../../../src/cloudflare/transport.ts'

type Resource = 'timers' | 'openFiles' | 'requests'

/** What a process holds, and the most of each that it held at once. */
export class HeldResources {
  readonly now: Record<Resource, number> = { timers: 0, openFiles: 0, requests: 0 }
  readonly most: Record<Resource, number> = { timers: 0, openFiles: 0, requests: 0 }

  /** @returns gives it back; a second call does nothing */
  take(what: Resource): () => void {
    this.now[what] += 1
    this.most[what] = Math.max(this.most[what], this.now[what])
    let isHeld = true
    return () => {
      if (isHeld) this.now[what] -= 1
      isHeld = false
    }
  }

  /** Counts the requests that have not ended. */
  counted(transport: Transport): Transport {
    return {
      ...transport,
      send: async (...request) => {
        const end = this.take('requests')
        try {
          return await transport.send(...request)
        } finally {
          end()
        }
      },
    }
  }
}
