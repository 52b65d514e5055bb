import process from 'node:process'

/** Of the time of a long run, whose parts run side by side. */
const shares = {
  soak: 0.6,
  kill: 0.3,
  matrix: 0.2,
  outage: 0.3,
  refusals: 0.1,
  notifications: 0.2,
  fuzz: 0.15,
  judgement: 0.15,
  hostileTexts: 0,
  hostileAnswers: 0,
  chart: 0,
  properties: 0,
  page: 0,
  simulation: 0.15,
}

export type Part = keyof typeof shares

/** The seconds that a part of `npm run test:long` has; undefined in `npm test`, which takes a small sample of each part. */
export function longSecondsOf(part: Part): number | undefined {
  const { LONG_SECONDS } = process.env
  return LONG_SECONDS === undefined ? undefined : Number(LONG_SECONDS) * shares[part]
}

/** The seed in this variable, to repeat a run; a new one without it. Whatever is tried with a seed names it. */
export function seedFrom(variable: string): number {
  return Number(process.env[variable] ?? Math.floor(Math.random() * 2 ** 31))
}
