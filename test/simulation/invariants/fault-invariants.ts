import type { DisturbanceName } from '../cloudflare/weather.ts'
import type { Pod } from '../host/pod.ts'
import type { World } from '../world/world.ts'
import type { Scrape } from './scrape.ts'

/** The daemon looks at its files every few seconds, and ends its cycle before a reload. */
const noticed = 900
/** It asks less and less often with what was refused, up to once an hour. */
const askedAgain = 2 * 3600

const refusals: readonly DisturbanceName[] = ['token_refused', 'token_expired', 'token_half_written', 'zone_closed']

/** Whose fault it is: nothing counts as broken that was not, and what is broken on this computer is said. */
export function judgeFaults(world: World, { process, machine }: Pod, { others }: Scrape): void {
  const { time, configuredSince, misconfiguredSince } = world
  if (machine.offset !== 0) return
  const isLong = (since: number | undefined) =>
    since !== undefined && time.now - Math.max(since, machine.rightSince, process.startedAt) > noticed
  if (!isLong(0)) return
  const broken = (invariant: string, text: string) => world.violate(invariant, text, [process.name])
  const wrong = (name: string) => others.get(`exporter_${name}`) === 0
  if (wrong('credential_readable') && !wasWrong(world, time.now - noticed, ['token_file_missing']))
    broken('never a lie', "the token's file is there, and counts as unreadable")
  // Nobody can ask again while nothing is answered, nor see that a token is right in the minutes before.
  const couldAsk = world.weather.beforeBlocks(time.now - askedAgain) - noticed
  if (wrong('token_valid') && !wasWrong(world, couldAsk, refusals))
    broken('never a lie', 'the token is valid, and counts as refused')
  const isReloadFailed = wrong('config_last_reload_successful')
  if (isReloadFailed && isLong(configuredSince))
    broken('never a lie', 'the configuration is right, and its last reload counts as failed')
  if (!isReloadFailed && isLong(misconfiguredSince))
    broken('never silent', 'the configuration is wrong, and nobody is told')
}

/** Whether any of these was so for any zone since a moment. */
function wasWrong({ weather, estate }: World, from: number, names: readonly DisturbanceName[]): boolean {
  return ['', ...estate.zones.keys()].some((zone) => weather.since(zone, from).some((name) => names.includes(name)))
}
