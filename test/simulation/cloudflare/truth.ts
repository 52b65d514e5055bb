import type { Thresholds } from '../world/watch-terms.ts'

/**
 * What is to be seen of a certificate that Cloudflare no longer has. `must`: nothing took its place, and somebody has to be told. `may`: the daemon
 * may have seen it so.
 */
export type Afterlife = 'none' | 'must' | 'may'

/** What really is, of one certificate, for a while. */
export interface Version {
  /** Seconds of the world. */
  readonly from: number
  readonly exists: boolean
  /** When it ends, seconds of the world. */
  readonly end: number
  /** From when it is valid to its end, in seconds. */
  readonly lifetime: number
  /** Whether Cloudflare presents it. */
  readonly presented: boolean
  /** Those of its kind. Undefined: those of its zone count. */
  readonly thresholds?: Thresholds
  readonly afterlife?: Afterlife
}

export interface CertificateTruth {
  /** `kind/zone/certificate`, as the labels of its series have it. */
  readonly key: string
  readonly zoneId: string
  /** The oldest first. The last one is so now. */
  readonly versions: Version[]
}

const fieldsThatChange = ['exists', 'end', 'presented', 'afterlife'] as const

export interface HostnameTruth {
  readonly zoneId: string
  /** Whether Cloudflare presents any certificate for it. */
  readonly presents: boolean
  /** Since when, seconds of the world. */
  readonly from: number
}

/** Everything that was ever so, by which the daemon's words are judged. */
export class Truth {
  readonly certificates = new Map<string, CertificateTruth>()
  /** By zone and name, as it is now. */
  readonly hostnames = new Map<string, HostnameTruth>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  set(key: string, zoneId: string, facts: Omit<Version, 'from'>): void {
    const truth = this.certificates.get(key) ?? { key, zoneId, versions: [] }
    this.certificates.set(key, truth)
    const last = truth.versions.at(-1)
    if (last && fieldsThatChange.every((field) => last[field] === facts[field])) return
    truth.versions.push({ ...facts, from: this.#now() })
  }

  setHostname(zoneId: string, hostname: string, presents: boolean): void {
    const key = `${zoneId}/${hostname}`
    if (this.hostnames.get(key)?.presents !== presents) this.hostnames.set(key, { zoneId, presents, from: this.#now() })
  }

  forgetHostname(zoneId: string, hostname: string): void {
    this.hostnames.delete(`${zoneId}/${hostname}`)
  }

  present({ versions }: CertificateTruth): Version {
    const last = versions.at(-1)
    if (!last) throw new Error('a certificate without a version')
    return last
  }

  /** The versions of which any moment lies between these two. */
  between({ versions }: CertificateTruth, from: number, to: number): readonly Version[] {
    return versions.filter(
      (version, i) => version.from <= to && (versions[i + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
    )
  }
}
