import type { StoreEntry } from '../certificate/watch-list.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { IssuedPack } from '../cloudflare/certificate-packs.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { CoverFacts } from '../inventory/coverage.ts'
import type { UnwatchedCover } from '../inventory/vanishing.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import { statusClassOf, statusOf } from '../kinds/statuses.ts'

/**
 * What is not watched and may take the place of a certificate that vanished: certificates that the configuration excludes, and what
 * Cloudflare issued by itself.
 */
export function unwatchedCover(
  stores: readonly StoreEntry[],
  lists: ReadonlyMap<CertificateKind, ApiAnswer<CertificateList>>,
  issued: readonly CoverFacts[],
): UnwatchedCover {
  const ofStores = stores.filter(({ kind }) => kinds[kind].vanishing)
  return new Map(
    ofStores.map(({ kind, exclude }) => {
      const list = lists.get(kind)
      const excluded = list?.ok ? [...list.value.certificates.values()].filter(({ id }) => exclude.has(id)) : []
      const ofCloudflare = kinds[kind].vanishing === 'hosts' ? issued : []
      return [kind, [...excluded.map((each) => coverOfAnswer(kind, each)), ...ofCloudflare]]
    }),
  )
}

/** An active pack of Cloudflare's own, as what may stand in for an uploaded certificate. */
export function coverOfPack({ id, hosts, end }: IssuedPack): CoverFacts {
  const own = { certificateId: id, hosts, end, signature: undefined }
  return { ...own, stage: 'active', source: 'issued', isRecent: true, isWatched: false }
}

/** A certificate that is listed and not watched. Since when it has been pending is not known, so that counts for nothing. */
function coverOfAnswer(
  kind: CertificateKind,
  { id, status: word, expiresOn, hosts = [], signature, inUse }: CertificateAnswer,
): CoverFacts {
  const status = statusOf(kind, word)
  const stage = status !== undefined && statusClassOf(kind, status) === 'fine' ? 'active' : 'other'
  const own = { certificateId: id, hosts, end: expiresOn, signature, inUse, stage } as const
  return { ...own, source: 'uploaded', isRecent: true, isWatched: false }
}
