import type { SimulateOptions } from './options.ts'
import { type DoneSeed, Progress } from './progress.ts'
import type { RunOptions } from './run.ts'

export interface Pieces {
  readonly options: SimulateOptions & { readonly progress: string }
  readonly live: (options: RunOptions) => Promise<Pick<DoneSeed, 'days' | 'fingerprint' | 'broken' | 'story'>>
  /** Of the program, as git names it. */
  readonly revision: string
  readonly write: (line: string) => void
  /** Seconds of the processor that this process has taken. */
  readonly cpuSeconds: () => number
}

/** Runs the seeds that are not done yet, one after the other, and writes each down. A failure stops nothing. */
export async function runPieces(pieces: Pieces): Promise<void> {
  const { options, write } = pieces
  const progress = new Progress(options.progress, options.each)
  for (const seed of seedsLeft(progress.done, options)) {
    const done = await runOne(seed, pieces)
    progress.add(done)
    const rate = (done.days / done.seconds) * 60
    write(
      `seed ${seed}: ${done.broken ?? 'every promise held'}, ${done.fingerprint}, ${rate.toFixed(0)} days in a minute of the processor`,
    )
  }
}

function seedsLeft(
  done: ReadonlyMap<number, DoneSeed>,
  { seed, seeds, again, share }: SimulateOptions,
): readonly number[] {
  const all = Array.from({ length: seeds }, (_, i) => seed + i)
  return all.filter((each, i) => {
    const known = done.get(each)
    return i % share.of === share.number && (known === undefined || (again && known.broken !== undefined))
  })
}

/** What is known of all seeds, for whoever started the run. */
export function summaryOf(done: ReadonlyMap<number, DoneSeed>, { seed, seeds }: SimulateOptions): string {
  const all = [...done.values()].filter((each) => each.seed >= seed && each.seed < seed + seeds)
  const sum = (of: (each: DoneSeed) => number) => all.reduce((total, each) => total + of(each), 0)
  const days = sum((each) => each.days)
  const broken = all.filter((each) => each.broken !== undefined).toSorted((a, b) => a.seed - b.seed)
  const rate =
    (days /
      Math.max(
        sum((each) => each.seconds),
        1e-9,
      )) *
    60
  const revisions = [...new Set(all.map(({ revision }) => revision))]
  const head = `${all.length} of ${seeds} seeds, ${days.toFixed(0)} days, ${(days / 365.25).toFixed(1)} years, ${rate.toFixed(0)} days in a minute of the processor, revision ${revisions.join(' and ')}`
  return [head, ...broken.map(({ story }) => `\n${story}`), `\n${broken.length} broke a promise${listOf(broken)}`].join(
    '\n',
  )
}

function listOf(broken: readonly DoneSeed[]): string {
  return broken.length === 0 ? '' : `: ${broken.map((each) => `${each.seed} (${each.broken})`).join(', ')}`
}

async function runOne(seed: number, { options, live, revision, cpuSeconds }: Pieces): Promise<DoneSeed> {
  const before = cpuSeconds()
  const outcome = await live({ seed, ...options.each }).catch((error: unknown) => {
    const story = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { days: 0, fingerprint: '', broken: 'no exception', story: `seed ${seed}: ${story}` }
  })
  return { seed, ...outcome, seconds: cpuSeconds() - before, revision }
}
