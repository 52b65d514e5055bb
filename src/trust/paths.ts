import { type Anchors, issuersAmong } from './anchors.ts'
import { lastingPaths } from './lasting-paths.ts'
import {
  type Finding,
  type MemberSource,
  type PathMember,
  type Refusal,
  type TrustFault,
  trustFaults,
} from './model.ts'
import { breaksNameConstraints } from './name-constraints.ts'
import { memberOf, type PathCertificate } from './path-certificate.ts'
import { faultOfIssuer, faultOfLeaf } from './roles.ts'
import type { Signatures } from './signatures.ts'

/** What is to be verified against what. */
export interface Question {
  readonly leaf: PathCertificate
  /** What was uploaded with it, in any order. */
  readonly uploaded: readonly PathCertificate[]
  readonly anchors: Anchors
  /** Whether any certificate of the CA file ends a path, and not only a self-signed one. */
  readonly partialChain: boolean
}

/** The work for one certificate and one CA file is bounded, whatever somebody uploads. */
export const most = { signatures: 100, steps: 1_000 } as const

interface Step {
  readonly certificate: PathCertificate
  readonly source: MemberSource
}

/**
 * Finds every path from the leaf to the CA file that holds, ends aside: signatures, names, basic constraints, path length, key usage,
 * extended key usage and name constraints are as `openssl verify -purpose sslclient` wants them.
 */
export function findPaths(question: Question, signatures: Signatures): Finding {
  const search = new Search(question, signatures)
  search.run()
  const [first, ...others] = lastingPaths(search.paths)
  return first ? { kind: 'trusted', paths: [first, ...others] } : { kind: 'untrusted', refusal: search.refusal }
}

class Search {
  readonly paths: (readonly PathMember[])[] = []
  readonly #question: Question
  readonly #signatures: Signatures
  readonly #mayVerifyUntil: number
  readonly #issuers = new Map<PathCertificate, readonly PathCertificate[]>()
  #steps = 0
  #refusal: Refusal | undefined

  constructor(question: Question, signatures: Signatures) {
    this.#question = question
    this.#signatures = signatures
    this.#mayVerifyUntil = signatures.verified + most.signatures
  }

  get refusal(): Refusal {
    const { leaf } = this.#question
    return this.#refusal ?? { fault: 'no_path', members: [memberOf(leaf, 'leaf')], missing: leaf.issuer }
  }

  run(): void {
    const { leaf } = this.#question
    const way = [{ certificate: leaf, source: 'leaf' }] as const
    const fault = faultOfLeaf(leaf)
    if (fault !== undefined) this.#refuse(way, fault)
    else this.#goOn(way, 0)
  }

  /** @param below how many intermediates that are not self-issued are in the way */
  #goOn(way: readonly Step[], below: number): void {
    const last = way.at(-1)?.certificate
    if (last === undefined || ++this.#steps > most.steps) return
    if (this.#ends(last)) this.#arrive(way)
    if (last.isSelfSigned) {
      // Whoever uploads a root does not make the origin trust it.
      if (!this.#question.anchors.has(last)) this.#refuse(way, 'no_path')
      return
    }
    const issuers = this.#issuersOf(last).filter((issuer) => !way.some(({ certificate }) => certificate === issuer))
    if (issuers.length === 0 && !this.#ends(last)) this.#refuse(way, 'no_path')
    for (const issuer of issuers) this.#climb(way, last, issuer, below)
  }

  #climb(way: readonly Step[], child: PathCertificate, issuer: PathCertificate, below: number): void {
    const source = this.#question.anchors.has(issuer) ? 'ca_file' : 'uploaded'
    const next = [...way, { certificate: issuer, source } as const]
    const fault = faultOfIssuer(issuer, below, this.#ends(issuer)) ?? this.#signatureFault(child, issuer)
    if (fault !== undefined) this.#refuse(next, fault)
    else this.#goOn(next, below + Number(!issuer.isSelfIssued))
  }

  /** Where too many signatures were asked for, those that are left count as not made. */
  #signatureFault(child: PathCertificate, issuer: PathCertificate): TrustFault | undefined {
    const known = this.#signatures.known(child, issuer)
    if (known === undefined && this.#signatures.verified >= this.#mayVerifyUntil) return 'bad_signature'
    return (known ?? this.#signatures.verify(child, issuer)) ? undefined : 'bad_signature'
  }

  #ends(certificate: PathCertificate): boolean {
    const { anchors, partialChain } = this.#question
    return anchors.has(certificate) && (certificate.isSelfSigned || partialChain)
  }

  #arrive(way: readonly Step[]): void {
    if (breaksNameConstraints(way.map(({ certificate }) => certificate))) this.#refuse(way, 'name_constraints')
    else this.paths.push(membersOf(way))
  }

  /** Those in the CA file first, as OpenSSL looks them up, and of each the one that lasts longest. */
  #issuersOf(child: PathCertificate): readonly PathCertificate[] {
    const before = this.#issuers.get(child)
    if (before) return before
    const { anchors, uploaded } = this.#question
    const others = issuersAmong(uploaded, child).filter((issuer) => !anchors.has(issuer))
    const found = [...longestFirst(anchors.issuersOf(child)), ...longestFirst(others)]
    this.#issuers.set(child, found)
    return found
  }

  /** Of several faults the one that came furthest counts; where that is the same, the one that says most. */
  #refuse(way: readonly Step[], fault: TrustFault): void {
    const last = way.at(-1)?.certificate
    if (last === undefined) return
    const refusal = { fault, members: membersOf(way), missing: fault === 'no_path' ? last.issuer : undefined }
    if (this.#refusal === undefined || says(refusal) > says(this.#refusal)) this.#refusal = refusal
  }
}

function says({ fault, members }: Refusal): number {
  const isSpecific = fault === 'no_path' ? 0 : 1
  return (members.length * 2 + isSpecific) * trustFaults.length - trustFaults.indexOf(fault)
}

function longestFirst(certificates: readonly PathCertificate[]): readonly PathCertificate[] {
  return certificates.toSorted((a, b) => b.notAfter - a.notAfter)
}

function membersOf(way: readonly Step[]): readonly PathMember[] {
  return way.map(({ certificate, source }) => memberOf(certificate, source))
}
