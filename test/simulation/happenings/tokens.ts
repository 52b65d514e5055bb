import type { DisturbanceName } from '../cloudflare/weather.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Happenings } from './happening.ts'
import { during } from './ways.ts'

const day = 86_400
const minute = 60
/** A token that has an end is seldom exchanged before. */
const shareOfForgotten = 0.8

/** What happens to the API token and to its file. One at a time, as it is with people. */
export const ofTokens: Happenings = {
  rotate_token: {
    perDay: 0.25,
    act(world, chance) {
      if (isInTrouble(world) || (world.tokenEnd !== undefined && chance.happens(shareOfForgotten))) return
      // Some let the token end by itself.
      const lasts = chance.happens(0.5) ? chance.between(0.2, 5) * day : undefined
      const old = world.rotateToken(lasts)
      // The daemon looks at its files every few seconds.
      world.time.after(10 * minute, () => world.cloudflare.refuse(old))
      const until = lasts === undefined ? '' : `, and ends after ${(lasts / day).toFixed(1)} days`
      world.story.tell('token', `a new one is in its file${until}`)
      if (lasts !== undefined) expireLater(world, chance, lasts)
    },
  },
  write_token_by_halves: {
    perDay: 0.1,
    act(world, chance) {
      if (isInTrouble(world)) return
      const old = world.rotateToken()
      world.cloudflare.refuse(old)
      trouble(world, chance, 'token_half_written', 15 * minute, () =>
        world.writeToken(world.token.slice(0, chance.whole(1, world.token.length - 1))),
      )
    },
  },
  revoke_token: {
    perDay: 0.1,
    act(world, chance) {
      if (isInTrouble(world)) return
      trouble(world, chance, 'token_refused', 2 * day, () => world.cloudflare.refuse(world.token))
    },
  },
  lose_token_file: {
    perDay: 0.08,
    act(world, chance) {
      if (isInTrouble(world)) return
      trouble(world, chance, 'token_file_missing', day, () => world.writeToken(undefined))
    },
  },
}

/** When it is over a token that is valid is in its file. */
function trouble(world: World, chance: Chance, name: DisturbanceName, longest: number, begin: () => void): void {
  let hasBegun = false
  during(world, chance, name, undefined, longest, () => {
    if (!hasBegun) begin()
    else if (world.cloudflare.accepts(world.token)) world.writeToken(world.token)
    else world.rotateToken()
    hasBegun = true
  })
}

/** Unless somebody puts another one in its place before. */
function expireLater(world: World, chance: Chance, lasts: number): void {
  const { token, cloudflare, time } = world
  time.after(lasts, () => {
    cloudflare.expire(token)
    if (world.token === token && !isInTrouble(world)) trouble(world, chance, 'token_expired', 2 * day, () => undefined)
  })
}

function isInTrouble({ weather }: World): boolean {
  return weather.at(undefined).some(({ name }) => name.startsWith('token'))
}
