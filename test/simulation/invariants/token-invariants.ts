import { type DisturbanceName, disturbances } from '../cloudflare/weather.ts'
import type { Watch } from '../world/watch.ts'
import type { World } from '../world/world.ts'
import { knownAfter, wellSince } from './knowledge.ts'
import type { WatchScrape } from './watch-invariants.ts'

const refusals: readonly DisturbanceName[] = ['token_refused', 'token_expired', 'token_half_written']

/** Whose fault it is that nothing can be read is said in time, and so is when a token ends. */
export function judgeToken({ world, watch, scrape: { others }, isWhole }: WatchScrape): void {
  if (!isWhole) return
  const { weather, time, interval } = world
  const now = [...weather.active]
  const lastsFor = (names: readonly DisturbanceName[], notBefore = 0) => {
    const found = now.find(({ name }) => names.includes(name))
    return found ? time.now - Math.max(found.from, notBefore, watch.startedAt, watch.clockRightSince ?? time.now) : 0
  }
  const broken = (text: string) => world.violate('never silent', text, watch.names)
  if (lastsFor(['token_file_missing']) > 900 && others.get('exporter_credential_readable') !== 0)
    broken("the token's file is missing, and nobody is told")
  const isTheOnly = now.filter(({ name }) => disturbances[name] === 'blocks').length === 1
  if (
    isTheOnly &&
    lastsFor(refusals, weather.lastBlockedUntil) > interval + 7200 &&
    others.get('exporter_token_valid') !== 0
  )
    broken('the token is refused, and nobody is told')
  if (isCalm(world, watch)) judgeEnd(world, watch, others.get('exporter_token_expiry_timestamp_seconds'))
}

function judgeEnd({ tokenEnd, epoch, violate }: World, watch: Watch, shown: number | undefined): void {
  const end = tokenEnd === undefined ? undefined : epoch + tokenEnd
  if (shown === end) return
  violate('never a lie', `the token ends at ${end}, and ${shown} is shown`, watch.names)
}

/** Whether nothing has been wrong since the token was put into its file. */
function isCalm(world: World, watch: Watch): boolean {
  const { weather, time, tokenSince } = world
  const well = wellSince(world, watch)
  const good = weather.goodSince(undefined)
  return well !== undefined && good !== undefined && time.now - Math.max(well, good, tokenSince) > knownAfter(world)
}
