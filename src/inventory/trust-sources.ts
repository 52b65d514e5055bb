import type { TrustSource } from '../certificate/model.ts'

/**
 * The CA files of everything that leads to a certificate, once each: whichever origin it reaches has to accept it. The global file is a
 * default, so it counts only where nothing else is named.
 */
export function allTrustSources(
  lists: readonly (readonly TrustSource[] | undefined)[],
): readonly TrustSource[] | undefined {
  const all = lists.flatMap((list) => list ?? [])
  const named = all.filter(({ isDefault }) => !isDefault)
  const counting = named.length > 0 ? named : all
  if (counting.length === 0) return undefined
  return [...new Map(counting.map((source) => [`${source.partialChain} ${source.path}`, source])).values()]
}
