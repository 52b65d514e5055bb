import type { Effect } from './kind.ts'
import { type Aim, bindFault, type Fault } from './kinds.ts'

/** An active fault. */
export interface ActiveFault {
  readonly fault: Fault
  /** The number of requests that it has affected. */
  readonly hits: number
  /** Ends the fault. It can be called twice. */
  lift(): void
}

export interface FaultBook {
  add(fault: Fault): ActiveFault
  clear(): void
  active(): readonly ActiveFault[]
  /** The faults for this request: every matching `slow`, then the oldest other one. */
  effectsFor(path: string): readonly Effect[]
}

interface Entry {
  readonly fault: Fault
  readonly effect: Effect
  hits: number
}

/** `random` returns numbers from 0 to below 1, for faults with a probability. */
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
