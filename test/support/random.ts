/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many of these, the same ones for the same seed, in the order in which they stood. */
export function drawn<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const random = seededRandom(seed)
  const lots = all.map((each) => ({ each, lot: random() }))
  const won = new Set([...lots].sort((a, b) => a.lot - b.lot).slice(0, count))
  return lots.filter((each) => won.has(each)).map(({ each }) => each)
}
