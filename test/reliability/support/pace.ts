import type { RecordedRequest } from '../../../src/simulator/api/requests.ts'

/** The most requests that any so many seconds saw. */
export function mostWithin(requests: readonly RecordedRequest[], seconds: number): number {
  const times = requests.map(({ at }) => at.getTime() / 1000).sort((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - seconds) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

/** The seconds between each request and the next, from one moment to another, both included. */
export function gaps(requests: readonly RecordedRequest[], from: number, to: number): readonly number[] {
  const inside = requests.map(({ at }) => at.getTime() / 1000).filter((time) => time > from && time < to)
  const times = [from, ...inside, to]
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}
