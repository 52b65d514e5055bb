import dns, { type LookupAddress } from 'node:dns'

/** How a name resolves: to the loopback address, not at all with this code, or never. */
export type Resolution = 'found' | 'ENOTFOUND' | 'EAI_AGAIN' | 'never' | 'nowhere'

export interface Names {
  /** All resolve at first. */
  set(host: string, resolution: Resolution): void
  restore(): void
}

type Callback = (error: Error | null, address?: string | LookupAddress[], family?: number) => void

/** Answers for every name below a domain in place of the system's resolver; all others are the system's. */
export function answerNames(domain: string): Names {
  const resolutions = new Map<string, Resolution>()
  const original = dns.lookup

  function lookup(host: string, options: { readonly all?: boolean }, callback: Callback): void {
    const resolution = resolutions.get(host) ?? 'found'
    if (resolution === 'never') return
    setImmediate(() => {
      if (resolution === 'ENOTFOUND' || resolution === 'EAI_AGAIN') return callback(failure(resolution, host))
      // 0.0.0.1 is no address that anything can be sent to: the system says so at once.
      const address = resolution === 'nowhere' ? '0.0.0.1' : '127.0.0.1'
      if (options.all) callback(null, [{ address, family: 4 }])
      else callback(null, address, 4)
    })
  }

  // Node.js asks for it anew at every connection.
  Object.assign(dns, {
    lookup: (host: string, ...rest: [never, never]) =>
      host.endsWith(`.${domain}`) ? lookup(host, ...rest) : original(host, ...rest),
  })
  return {
    set: (host, resolution) => resolutions.set(host, resolution),
    restore: () => Object.assign(dns, { lookup: original }),
  }
}

function failure(code: string, host: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, syscall: 'getaddrinfo', hostname: host })
}
