import type { EstateCertificate, EstateZone } from '../cloudflare/estate.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import type { Happenings } from './happening.ts'

const day = 86_400
const hour = 3600

/** What the owner of the zones does with their certificates. */
export const ofOwner: Happenings = {
  rotate: {
    perDay: 3,
    act(world, chance) {
      const { zone, hostname, used: old } = anyHostname(world, chance)
      const { estate } = world
      // Now and then somebody uploads one that ends before the one in use.
      const lasts = chance.happens(0.1) ? chance.between(-1, 10) : chance.between(15, 60)
      const fresh = estate.upload('hostname', zone, hostname, lasts * day)
      tell(world, 'upload', `${hostname} has a successor of ${lasts.toFixed(1)} days`, zone, fresh)
      // One in ten is forgotten.
      if (chance.happens(0.1)) return
      later(world, chance, chance.happens(0.5) ? hour : 2 * day, () => {
        if (!isThere(world, zone, fresh)) return
        estate.associate(zone, hostname, fresh)
        tell(world, 'associate', `${hostname} uses it`, zone, fresh)
        if (old && chance.happens(0.7)) later(world, chance, day, () => remove(world, zone, old))
      })
    },
  },
  move_association: {
    perDay: 0.4,
    act(world, chance) {
      const { zone, hostname } = anyHostname(world, chance)
      const all = world.estate.of(zone, 'hostname')
      if (all.length === 0) return
      const other = chance.pick(all)
      world.estate.associate(zone, hostname, other)
      tell(world, 'associate', `${hostname} uses the certificate of ${other.subject}`, zone, other)
    },
  },
  void_association: {
    perDay: 0.4,
    act(world, chance) {
      const { zone, hostname, used } = anyHostname(world, chance)
      if (!used) return
      world.estate.associate(zone, hostname, undefined)
      tell(world, 'void', `${hostname} uses none`, zone, used)
      later(world, chance, day, () => {
        if (!isThere(world, zone, used) || world.estate.uses.has(hostname)) return
        world.estate.associate(zone, hostname, used)
        tell(world, 'associate', `${hostname} uses it again`, zone, used)
      })
    },
  },
  switch_association_off: {
    perDay: 0.4,
    act(world, chance) {
      const { zone, hostname, used } = anyHostname(world, chance)
      if (!used) return
      world.estate.switchOff(zone, hostname, used)
      tell(world, 'switch', `the association of ${hostname} is off`, zone, used)
      later(world, chance, 2 * day, () => {
        if (!isThere(world, zone, used) || world.estate.switchedOff.get(hostname) !== used.id) return
        world.estate.associate(zone, hostname, used)
        tell(world, 'switch', `the association of ${hostname} is on again`, zone, used)
      })
    },
  },
  delete_unused: {
    perDay: 0.6,
    act(world, chance) {
      // The owner tidies up, so that a world does not grow with its days.
      for (let left = Math.max(1, world.excess); left > 0; left--) {
        const unused = unusedOf(world)
        if (unused.length === 0) return
        const one = chance.pick(unused)
        const zone = world.estate.zones.get(one.zoneId)
        if (zone) remove(world, zone, one)
      }
    },
  },
  upload_again: {
    perDay: 0.4,
    act(world, chance) {
      const one = chance.pick([...world.estate.certificates.values()])
      const zone = world.estate.zones.get(one.zoneId)
      if (!zone) return
      const lasts = chance.between(-1, 60)
      const again = world.estate.upload(one.kind, zone, one.subject, lasts * day, one.id)
      tell(world, 'upload', `${one.subject} again, under the same id, for ${lasts.toFixed(1)} days`, zone, again)
    },
  },
  rotate_zone_store: {
    perDay: 0.4,
    act(world, chance) {
      const zone = anyZone(world, chance)
      const fresh = world.estate.upload('zone', zone, zone.name, chance.between(5, 60) * day)
      tell(world, 'upload', `to the store of ${zone.name}`, zone, fresh)
      const old = world.estate.of(zone, 'zone').find(({ id }) => id !== fresh.id)
      if (old && chance.happens(0.8)) later(world, chance, day, () => remove(world, zone, old))
    },
  },
  switch_zone_store: {
    perDay: 0.4,
    act(world, chance) {
      const zone = anyZone(world, chance)
      world.estate.enableStore(zone, !zone.storeEnabled)
      world.story.tell('switch', `the store of ${zone.name} is ${zone.storeEnabled ? 'on' : 'off'}`, [zone.id])
    },
  },
  add_zone: {
    perDay: 0.3,
    act(world, chance) {
      if (world.excess > 0) return
      const zone = world.estate.addZone(chance.whole(1, 6))
      world.furnish(zone)
      world.configure()
      world.story.tell('zone', `${zone.name} is new`, [zone.id])
    },
  },
  remove_zone: {
    perDay: 0.1,
    act(world, chance) {
      if (world.estate.zones.size < 2) return
      const zone = anyZone(world, chance)
      world.further.removeScope(zone.id)
      world.estate.removeZone(zone)
      world.configure()
      world.story.tell('zone', `${zone.name} is gone`, [zone.id])
    },
  },
}

export function anyZone({ estate }: World, chance: Chance): EstateZone {
  return chance.pick([...estate.zones.values()])
}

/** `used` is the certificate that it is associated with. */
function anyHostname({ estate }: World, chance: Chance) {
  const zone: EstateZone = chance.pick([...estate.zones.values()].filter(({ hostnames }) => hostnames.length > 0))
  const hostname = chance.pick(zone.hostnames)
  return { zone, hostname, used: estate.certificates.get(estate.uses.get(hostname) ?? '') }
}

function unusedOf({ estate }: World): readonly EstateCertificate[] {
  const used = new Set([...estate.uses.values(), ...estate.switchedOff.values()])
  return [...estate.certificates.values()].filter(({ id, kind }) => kind === 'hostname' && !used.has(id))
}

function later({ time }: World, chance: Chance, within: number, run: () => void): void {
  time.after(chance.next() * within, run)
}

function isThere({ estate }: World, zone: EstateZone, { id }: EstateCertificate): boolean {
  return estate.zones.has(zone.id) && estate.certificates.has(id)
}

function remove(world: World, zone: EstateZone, certificate: EstateCertificate): void {
  if (!isThere(world, zone, certificate)) return
  // Cloudflare does not delete what an association names.
  const { uses, switchedOff } = world.estate
  if ([...uses.values(), ...switchedOff.values()].includes(certificate.id)) return
  world.estate.remove(certificate)
  tell(world, 'delete', certificate.subject, zone, certificate)
}

function tell({ story }: World, what: string, text: string, zone: EstateZone, { kind, id }: EstateCertificate): void {
  story.tell(what, `${text} (${id})`, [zone.id, `${kind}/${zone.id}/${id}`])
}
