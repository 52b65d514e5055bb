import { exampleAccount } from '../../../src/simulator/fleet/zones.ts'
import type { DisturbanceName } from '../cloudflare/weather.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Happening, Happenings } from './happening.ts'
import { anyZone } from './owner.ts'

const day = 86_400
const minute = 60

/** What comes between the daemon and Cloudflare. */
export const ofTheWay: Happenings = {
  network_outage: outage('network', 0.07),
  silent_outage: outage('timeout', 0.05),
  server_outage: outage('server_error', 0.07),
  captive_portal: outage('portal', 0.04),
  rate_limit: outage('rate_limited', 0.06),
  requests_used_up: outage('requests_used_up', 0.06),
  flaky: trouble('flaky', 0.15),
  slow: trouble('slow', 0.15),
  few_requests_left: trouble('few_requests_left', 0.15),
  partial_list: trouble('partial_list', 0.25, 2 * day),
  foreign_list: trouble('foreign_list', 0.2),
  odd_field: trouble('odd_field', 0.25),
  close_zone: {
    perDay: 0.15,
    act(world, chance) {
      const scopeId = anyScope(world, chance)
      during(world, chance, 'zone_closed', scopeId, 2 * day, () => {
        const isClosed = world.weather.at(scopeId).some(({ name }) => name === 'zone_closed')
        if (isClosed) world.cloudflare.closed.add(scopeId)
        else world.cloudflare.closed.delete(scopeId)
      })
    },
  },
}

function outage(name: DisturbanceName, perDay: number): Happening {
  return { perDay, act: (world, chance) => during(world, chance, name, undefined, 3 * day, () => undefined) }
}

function trouble(name: DisturbanceName, perDay: number, longest = day / 2): Happening {
  return {
    perDay,
    act(world, chance) {
      const zoneId = chance.happens(0.5) ? anyScope(world, chance) : undefined
      during(world, chance, name, zoneId, longest, () => undefined)
    },
  }
}

/** @param changed is called when it has begun and when it has ended */
export function during(
  world: World,
  chance: Chance,
  name: DisturbanceName,
  zoneId: string | undefined,
  longest: number,
  changed: () => void,
): void {
  if (world.weather.at(zoneId).some((each) => each.name === name)) return
  // Most are short, and some as long as they may be.
  const seconds = Math.exp(chance.between(Math.log(5 * minute), Math.log(longest)))
  const about = zoneId === undefined ? [] : [zoneId]
  const disturbance = world.weather.begin(name, zoneId)
  world.story.tell('trouble', `${name} for ${(seconds / minute).toFixed(0)} minutes`, about)
  changed()
  world.time.after(seconds, () => {
    world.weather.end(disturbance)
    world.story.tell('trouble', `${name} is over`, about)
    changed()
  })
}

function anyScope(world: World, chance: Chance): string {
  return world.watchesAll && chance.happens(0.2) ? exampleAccount.id : anyZone(world, chance).id
}
