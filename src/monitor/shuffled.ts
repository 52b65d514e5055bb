/**
 * Another order every time: in an outage the first one is the probe, and it must not always be the same.
 * @param random from 0 to 1
 */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = items.map((item) => ({ item, position: random() })).sort((a, b) => a.position - b.position)
  return order.map(({ item }) => item)
}
