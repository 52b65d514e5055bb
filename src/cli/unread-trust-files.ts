import type { Config } from '../config/model.ts'
import type { TrustFileReading } from '../daemon/trust-files.ts'
import type { Unread } from '../report/unreadable.ts'

/**
 * The CA files of `trusted_by` that cannot be read: whether origins trust a certificate is not known then. Those of `bundles` are not among
 * them, because a bundle says it of its own file.
 * @param readings by path
 */
export function unreadTrustFiles(
  readings: ReadonlyMap<string, TrustFileReading>,
  { watch: { bundles } }: Pick<Config, 'watch'>,
): readonly Unread[] {
  const ofBundles = new Set(bundles.map(({ path }) => path))
  return [...readings].flatMap(([path, { problem }]): readonly Unread[] => {
    if (!problem || ofBundles.has(path)) return []
    const failure = { reason: 'ca_file', detail: problem.text } as const
    const about = { kind: 'trust_file', what: `CA file ${path}`, zone: 'trusted_by' } as const
    return [{ ...about, hostname: undefined, credentials: undefined, failure }]
  })
}
