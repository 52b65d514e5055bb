/** One measurement. */
export interface Figure {
  readonly what: string
  readonly ours: string
  readonly reference: string
  /** Ours by the reference of the same run: milliseconds of two machines say nothing to each other. */
  readonly ratio: string
  /** What CONTRIBUTING.md or the docs promise; empty where nothing is promised. */
  readonly target: string
  readonly met: '' | 'yes' | 'NO'
}

export interface Measured {
  readonly what: string
  readonly ours: number
  readonly unit: 'ms' | 'MB' | 'kB' | 'requests' | 'series' | 's of CPU' | 'ms of CPU'
  readonly reference?: { readonly value: number; readonly what: string }
  readonly target?: { readonly of: 'ours' | 'ratio'; readonly atMost: number }
}

export function figure({ what, ours, unit, reference, target }: Measured): Figure {
  const ratio = reference && ours / reference.value
  const judged = target?.of === 'ratio' ? ratio : ours
  return {
    what,
    ours: `${rounded(ours)} ${unit}`,
    reference: reference ? `${rounded(reference.value)} ${unit}: ${reference.what}` : '',
    ratio: ratio === undefined ? '' : rounded(ratio),
    target: target ? `${target.of === 'ratio' ? 'ratio' : unit} at most ${rounded(target.atMost)}` : '',
    met: target && judged !== undefined ? (judged <= target.atMost ? 'yes' : 'NO') : '',
  }
}

/** What could not be measured here, and why. */
export function unmeasured(what: string, why: string): Figure {
  return { what, ours: `not measured: ${why}`, reference: '', ratio: '', target: '', met: '' }
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)))
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function tell(progress: string): void {
  process.stderr.write(`${progress}\n`)
}
