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
}

export interface CertificateTruth {
  /** `kind/zone/certificate`, as the labels of its series have it. */
  readonly key: string
  readonly zoneId: string
  /** The oldest first. The last one is so now. */
  readonly versions: Version[]
}

/** Everything that was ever so, by which the daemon's words are judged. */
export class Truth {
  readonly certificates = new Map<string, CertificateTruth>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  set(key: string, zoneId: string, facts: Pick<Version, 'exists' | 'end' | 'lifetime' | 'presented'>): void {
    const truth = this.certificates.get(key) ?? { key, zoneId, versions: [] }
    this.certificates.set(key, truth)
    const last = truth.versions.at(-1)
    if (last && last.exists === facts.exists && last.end === facts.end && last.presented === facts.presented) return
    truth.versions.push({ ...facts, from: this.#now() })
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
