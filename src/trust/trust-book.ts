import type { TrustSource } from '../certificate/model.ts'
import type { Anchors } from './anchors.ts'
import type { CertificateTrust, FileTrust, Finding } from './model.ts'
import type { PathCertificate } from './path-certificate.ts'
import { findPaths } from './paths.ts'
import { presentedCertificates } from './presented.ts'
import { Signatures } from './signatures.ts'

/** Certificates in base64, the leaf first. */
export type Presented = readonly string[]

interface Known {
  readonly sources: readonly TrustSource[]
  /** The files' contents that it was found with. */
  readonly anchors: readonly (Anchors | undefined)[]
  readonly trust: CertificateTrust | undefined
}

/** Judges certificates, and judges none again of which nothing has changed: neither it, nor its files, nor their contents. */
export class TrustBook {
  readonly #anchorsOf: (path: string) => Anchors | undefined
  readonly #signatures = new Signatures()
  readonly #known = new WeakMap<Presented, Known>()

  /** @param anchorsOf the last good content of a CA file; undefined where there was none yet */
  constructor(anchorsOf: (path: string) => Anchors | undefined) {
    this.#anchorsOf = anchorsOf
  }

  /** How many signatures were verified so far. */
  get verified(): number {
    return this.#signatures.verified
  }

  /** Undefined where no file is named. The same objects give the same object. */
  judge(presented: Presented, sources: readonly TrustSource[]): CertificateTrust | undefined {
    const anchors = sources.map(({ path }) => this.#anchorsOf(path))
    const known = this.#known.get(presented)
    if (known && isSameList(known.sources, sources) && isSameList(known.anchors, anchors)) return known.trust
    const trust = this.#trustOf(presented, sources)
    this.#known.set(presented, { sources, anchors, trust })
    return trust
  }

  #trustOf(presented: Presented, sources: readonly TrustSource[]): CertificateTrust | undefined {
    const [leaf, ...uploaded] = presentedCertificates(presented)
    const behind = uploaded.filter((certificate) => certificate !== undefined)
    const [first, ...others] = sources.map(({ path, partialChain }): FileTrust => {
      const anchors = this.#anchorsOf(path)
      const finding = anchors && this.#find(leaf, behind, anchors, partialChain)
      return { file: path, partialChain, finding }
    })
    return first && [first, ...others]
  }

  #find(
    leaf: PathCertificate | undefined,
    uploaded: readonly PathCertificate[],
    anchors: Anchors,
    partialChain: boolean,
  ): Finding {
    // What OpenSSL cannot read, no origin accepts.
    if (!leaf) return { kind: 'untrusted', refusal: { fault: 'unhandled_extension', members: [], missing: undefined } }
    return findPaths({ leaf, uploaded, anchors, partialChain }, this.#signatures)
  }
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
