import type { PathMember, TrustPath } from './model.ts'

/**
 * Of several paths those that are ever the best: a path that lasts no longer than another, and begins no earlier, never is. They are
 * in the order in which they begin.
 */
export function lastingPaths(ways: readonly (readonly PathMember[])[]): readonly TrustPath[] {
  const paths = ways.map(pathOf).toSorted((a, b) => a.begins - b.begins)
  const lasting: TrustPath[] = []
  for (const path of paths) {
    const before = lasting.at(-1)
    if (before && !lastsLonger(path, before)) continue
    if (before?.begins === path.begins) lasting.pop()
    lasting.push(path)
  }
  return lasting
}

function pathOf(members: readonly PathMember[]): TrustPath {
  return {
    members,
    begins: Math.max(...members.map(({ notBefore }) => notBefore)),
    ends: Math.min(...members.map(({ notAfter }) => notAfter)),
  }
}

/** Of two that end with the same certificate the one whose part of the CA file lasts longer: that part outlives the leaf. */
function lastsLonger(a: TrustPath, b: TrustPath): boolean {
  return a.ends === b.ends ? endInFile(a) > endInFile(b) : a.ends > b.ends
}

function endInFile({ members }: TrustPath): number {
  return Math.min(...members.filter(({ source }) => source === 'ca_file').map(({ notAfter }) => notAfter))
}
