import type { Chance } from './chance.ts'

/** Seconds before a certificate's end. */
export interface Thresholds {
  readonly warning: number
  readonly critical: number
}

/** The thresholds of a zone, as the configuration has them. */
interface Terms {
  readonly text: { readonly warning: string; readonly critical: string } | undefined
  /** @param lifetime of the certificate, in seconds */
  readonly of: (lifetime: number) => Thresholds
}

const day = 86_400
const byDefault: Terms = { text: undefined, of: () => ({ warning: 30 * day, critical: 14 * day }) }

const choices: readonly Terms[] = [
  byDefault,
  byDefault,
  { text: { warning: '45d', critical: '20d' }, of: () => ({ warning: 45 * day, critical: 20 * day }) },
  { text: { warning: '8d', critical: '36h' }, of: () => ({ warning: 8 * day, critical: 1.5 * day }) },
  {
    text: { warning: '40%', critical: '12.5%' },
    of: (lifetime) => ({ warning: 0.4 * lifetime, critical: 0.125 * lifetime }),
  },
  { text: { warning: '25d', critical: '10%' }, of: (lifetime) => ({ warning: 25 * day, critical: 0.1 * lifetime }) },
]

/** After a change of the file it may take so long until the daemon goes by it: it looks now and then, and ends its cycle first. */
const longestReload = 900

/** Which thresholds the owner wants for each zone, now and before. */
export class WatchTerms {
  /** By zone, the last one in force. */
  readonly #ofZones = new Map<string, Terms[]>()

  /** Other thresholds for a zone. */
  choose(zoneId: string, chance: Chance): string {
    const terms = this.#ofZones.get(zoneId) ?? []
    const chosen = chance.pick(choices)
    this.#ofZones.set(zoneId, [...terms, chosen])
    return chosen.text ? `${chosen.text.warning} and ${chosen.text.critical}` : 'the default'
  }

  /** As the configuration writes them; undefined: not at all. */
  textOf(zoneId: string): Terms['text'] {
    return this.#present(zoneId).text
  }

  /** Those that may be in force for a certificate, the present ones first. */
  possible(zoneId: string, lifetime: number, isSettled: boolean): readonly [Thresholds, ...Thresholds[]] {
    const present = this.#present(zoneId).of(lifetime)
    if (isSettled) return [present]
    // Of a file that is half written the thresholds may be missing.
    const others = [byDefault, ...(this.#ofZones.get(zoneId) ?? [])]
    return [present, ...others.map((each) => each.of(lifetime))]
  }

  /** @param since when the configuration, the process and the clock became what they are; undefined: something is not well */
  static areSettled(since: number | undefined, now: number): boolean {
    return since !== undefined && now - since > longestReload
  }

  #present(zoneId: string): Terms {
    return this.#ofZones.get(zoneId)?.at(-1) ?? byDefault
  }
}
