import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreezableDisk, freezableDisk } from '../support/freezable-disk.ts'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { seededRandom } from '../support/random.ts'
import { type Life, Mortal } from './support/mortal.ts'

const { KILLS } = process.env
/** So many with every test. */
const sample = 2
const longSeconds = KILLS === undefined ? longSecondsOf('kill') : undefined
const kills = Number(KILLS ?? sample)
const seed = seedFrom('KILL_SEED')
/** Each with its own Cloudflare, state and random numbers; four keep two processors busy. */
const atOnce = Math.min(4, Number(KILLS ?? (longSeconds ? 4 : sample)))

/** In memory where there is such a place: SIGKILL asks nothing of a disk, and a busy one would only add noise. */
const memory = '/dev/shm'
let folder: string
/** The disk of the first of them hangs now and then. */
let disk: FreezableDisk | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'exporter-kill-'))
  disk = await freezableDisk(folder, 'test/state/state-keeper.test.ts')
})
afterAll(async () => {
  await disk?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** Lives on until this says that it was enough. */
async function livesOf(number: number, isEnough: (lives: number) => boolean): Promise<readonly Life[]> {
  const hangs = number === 0 ? disk : undefined
  const place = join(hangs?.folder ?? folder, String(number))
  // Two lives are two of the four kinds that there are: the next line begins with the other two.
  const mortal = await Mortal.create(place, seededRandom(seed + number), 2 * number, hangs)
  const lives: Life[] = []
  try {
    while (!isEnough(lives.length)) lives.push(await mortal.live())
    // Nothing can be said of what the last one knew without one more birth.
    lives.push(await mortal.live())
  } finally {
    await mortal.close()
  }
  return lives
}

const howOften = longSeconds ? `for ${longSeconds} s` : `${kills} times`

test(`killed ${howOften}, some of them while nobody reads the log, everything known before is known again`, async () => {
  const end = Date.now() + 1000 * (longSeconds ?? 0)
  const isEnough = (lives: number) => (longSeconds ? Date.now() >= end : lives * atOnce >= kills)
  const lines = Array.from({ length: atOnce }, (_, number) => livesOf(number, isEnough))
  // Whoever ends first waits for the others: none of their daemons is left behind.
  await Promise.allSettled(lines)
  const lives = (await Promise.all(lines)).flat()
  const sum = (count: (life: Life) => number) => lives.reduce((total, life) => total + count(life), 0)
  const born = lives.filter(({ unborn }) => !unborn).length
  const figures = {
    seed,
    kills: lives.length,
    killedBeforeItListened: lives.length - born,
    valuesKnownAgain: sum(({ restored }) => restored),
    lost: sum(({ lost }) => lost),
    lastSuccessesLost: sum(({ successesLost }) => successesLost),
    whileTheDiskHung: sum(({ hung }) => Number(hung)),
    whileNobodyReadTheLog: sum(({ unread }) => Number(unread)),
    toldToEnd: sum(({ toldToEnd }) => Number(toldToEnd !== undefined)),
    secondsOfLastSuccessLost: Math.max(...lives.map(({ behind }) => behind)),
  }
  process.stdout.write(`kill test: ${JSON.stringify(figures)}\n`)
  expect(figures.lost, `KILL_SEED=${seed}`).toBe(0)
  expect(figures.lastSuccessesLost, `KILL_SEED=${seed}`).toBe(0)
  const ends = lives.flatMap(({ toldToEnd }) => (toldToEnd === undefined ? [] : [toldToEnd]))
  expect(new Set(ends), `KILL_SEED=${seed}`).toEqual(new Set([0]))
  expect(figures.valuesKnownAgain).toBeGreaterThan(born)
}, 3_600_000)
