/**
 * The items in random order. In an outage the first one becomes the probe, and that must not always be the same one.
 * @param random gives numbers from 0 to 1
 */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = items.map((item) => ({ item, position: random() })).sort((a, b) => a.position - b.position)
  return order.map(({ item }) => item)
}
