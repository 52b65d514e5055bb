import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { readScrape, type Scrape } from '../reliability/support/scrape.ts'

const folder = 'test/upgrade/fixtures/97604b1'

/** The path of a file of the old version. */
export function oldPath(name: string): string {
  return join(folder, name)
}

export function oldText(name: string): string {
  return readFileSync(oldPath(name), 'utf8')
}

const state = z.looseObject({ writtenAt: z.number() }).parse(JSON.parse(oldText('state.json')))
/** As if the old daemon had been stopped a minute ago. Whole seconds, or sums would differ in their last digits. */
const seconds = Math.floor(Date.now() / 1000 - 60 - state.writtenAt)

/** What the old version showed, with its times moved. */
export function oldScrape(name: 'metrics-in-outage.txt' | 'metrics-of-demo.txt'): Scrape {
  const moved = oldText(name).replaceAll(
    /^(\w+_timestamp_seconds(?:\{.*\})?) (\S+)$/gm,
    (_, series: string, value: string) => `${series} ${Number(value) + seconds}`,
  )
  return readScrape(moved)
}

/** Lays out what the old daemon left on disk; the path of its configuration. */
export function layOut(place: string, baseUrl?: string): string {
  mkdirSync(place, { recursive: true })
  const config = join(place, 'config.yaml')
  const text = oldText('config.yaml')
  writeFileSync(config, baseUrl ? text.replace(/base_url: .*/, `base_url: ${baseUrl}`) : text)
  writeFileSync(join(place, 'token'), `${defaultCredentials.token}\n`, { mode: 0o600 })
  writeFileSync(join(place, 'state.json'), JSON.stringify(moved(state)), { mode: 0o600 })
  return config
}

/** All instants: nothing else in a state file is as large as a time since 2001. */
function moved(value: unknown): unknown {
  if (typeof value === 'number') return value > 1e9 ? value + seconds : value
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, moved(each)]))
}
