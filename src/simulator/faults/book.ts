import type { Effect } from './kind.ts'
import { type Aim, bindFault, type Fault } from './kinds.ts'

/** A fault in force. */
export interface ActiveFault {
  readonly fault: Fault
  /** How many requests it has hit. */
  readonly hits: number
  /** Ends it; no harm in ending it twice. */
  lift(): void
}

export interface FaultBook {
  add(fault: Fault): ActiveFault
  clear(): void
  active(): readonly ActiveFault[]
  /** What happens to this request: every `slow` that is aimed at it, then the oldest other fault. */
  effectsFor(path: string): readonly Effect[]
}

interface Entry {
  readonly fault: Fault
  readonly effect: Effect
  hits: number
}

/** `random` gives numbers from 0 to below 1, for faults with a probability. */
export function createFaultBook(random: () => number): FaultBook {
  let entries: readonly Entry[] = []

  function add(fault: Fault): ActiveFault {
    const bound = bindFault(fault)
    if (!bound.ok) throw new Error(`fault ${fault.fault}: ${bound.problem}`)
    const entry: Entry = { fault, effect: bound.effect, hits: 0 }
    entries = [...entries, entry]
    return view(entry)
  }

  function view(entry: Entry): ActiveFault {
    return {
      fault: entry.fault,
      get hits() {
        return entry.hits
      },
      lift() {
        entries = entries.filter((each) => each !== entry)
      },
    }
  }

  function hit(entry: Entry): Effect {
    entry.hits += 1
    if (entry.hits === entry.fault.times) view(entry).lift()
    return entry.effect
  }

  return {
    add,
    clear() {
      entries = []
    },
    active: () => entries.map(view),
    effectsFor(path) {
      const aimed = entries.filter(({ fault }) => isAimedAt(fault, path, random))
      const slow = aimed.filter(({ fault }) => fault.fault === 'slow')
      const first = aimed.find(({ fault }) => fault.fault !== 'slow')
      return [...slow, ...(first ? [first] : [])].map(hit)
    },
  }
}

function isAimedAt({ path: wanted = '', probability = 1 }: Aim, path: string, random: () => number): boolean {
  const there = typeof wanted === 'string' ? path.includes(wanted) : new RegExp(wanted).test(path)
  return there && (probability === 1 || random() < probability)
}
