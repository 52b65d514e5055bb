import process from 'node:process'
import { readCommandLine } from '../../support/command-line.ts'
import { seedFrom } from '../../support/long.ts'
import { growth, type Measurement } from './measure.ts'
import { live } from './weeks.ts'

const help = `Usage: npm run soak

Lives through weeks with the daemon in minutes, and says what grew: memory, handles, series.

  SOAK_DAYS=21      virtual days at most
  SOAK_SECONDS=N    seconds at most (no limit)
  SOAK_SEED=N       what happens: the same again with the same number (another one each time)
`
readCommandLine(help, { options: {} })

const { SOAK_DAYS = '21', SOAK_SECONDS = 'Infinity' } = process.env
const seed = seedFrom('SOAK_SEED')

function show({ day, heapBytes, handles, series }: Measurement): void {
  process.stdout.write(
    `day ${day}: ${(heapBytes / 2 ** 20).toFixed(1)} MB of heap, ${handles} handles, ${series} series\n`,
  )
}

process.stdout.write(`${SOAK_DAYS} days at most, SOAK_SEED=${seed}\n`)
const measurements = await live({
  days: Number(SOAK_DAYS),
  seconds: Number(SOAK_SECONDS),
  seed,
  speed: 10_000,
  onDay: show,
})
const grown = growth(measurements)
process.stdout.write(grown.length > 0 ? `${grown.join('\n')}\n` : 'nothing grew\n')
// What is left, such as the connections that fetch() keeps, would take its time.
process.exit(grown.length > 0 ? 1 : 0)
