import type { RunResult } from './run.ts'

const chaptersShown = 40

/** What happened, for whoever has to find out why. */
export function storyOf({ options, violation, world, fingerprint }: RunResult): string {
  const { seed, days, fleet, without = [] } = options
  const left = without.length > 0 ? `, without ${without.join(', ')}` : ''
  const head = `seed ${seed}, ${days} days, ${fleet} certificates, ${world.setup}${left}: ${fingerprint}`
  if (!violation) return `${head}: every promise held`
  const { at, invariant, text, about } = violation
  const chapters = world.story
    .last(chaptersShown, about)
    .map((chapter) => `  ${clock(chapter.at)}  ${chapter.what}: ${chapter.text}`)
  return `${head}
broken: ${invariant}, ${clock(at)}
${text}

What happened before, to it and to everything:
${chapters.join('\n')}`
}

/** Day and time since the world began. */
function clock(seconds: number): string {
  const time = new Date(seconds * 1000).toISOString().slice(11, 19)
  return `day ${Math.floor(seconds / 86_400)} ${time}`
}
