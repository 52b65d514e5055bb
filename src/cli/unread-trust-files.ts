import type { Config } from '../config/model.ts'
import { trustFileProblems } from '../daemon/trust-files.ts'
import type { Unread } from '../report/unreadable.ts'

/**
 * The CA files of `trusted_by` that cannot be read: whether origins trust a certificate is not known then. Those of `bundles` are not among
 * them, because a bundle says it of its own file.
 */
export async function unreadTrustFiles({ trustFiles, watch: { bundles } }: Config): Promise<readonly Unread[]> {
  const ofBundles = new Set(bundles.map(({ path }) => path))
  const problems = await trustFileProblems(trustFiles.filter(({ path }) => !ofBundles.has(path)))
  return problems.map(
    ({ file: { path }, problem }): Unread => ({
      kind: 'trust_file',
      what: `CA file ${path}`,
      zone: 'trusted_by',
      hostname: undefined,
      credentials: undefined,
      failure: { reason: 'ca_file', detail: problem.text },
    }),
  )
}
