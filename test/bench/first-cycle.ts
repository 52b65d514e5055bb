import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type Figure, figure, median, tell } from './figure.ts'
import { cpuMsOf, residentMegabytes } from './shipped/process-cpu.ts'
import { bareNodeCpuMs, startNaiveScript } from './shipped/references.ts'
import type { Shipped } from './shipped/shipped.ts'

const certificates = 1_000
const rounds = 4

/** From the start of the process until all certificates are known, against the script that does the same. */
export async function benchFirstCycle(shipped: Shipped): Promise<readonly Figure[]> {
  tell(
    `first: start, and ${certificates} certificates until all are known, by turns with node -e 0 and the naive script`,
  )
  const simulator = await shipped.simulator(certificates)
  const found = { bare: [], start: [], first: [], naive: [], listening: [], known: [] } as Record<string, number[]>
  const note = (name: string, value: number) => found[name]?.push(value)
  for (let round = 0; round < rounds; round++) {
    note('bare', await bareNodeCpuMs())
    const small = await shipped.start(10)
    note('start', await cpuMsOf(small.pid))
    note('listening', await residentMegabytes(small.pid))
    await small.stop()
    const daemon = await shipped.start(certificates)
    await daemon.cycles(1)
    note('first', await cpuMsOf(daemon.pid))
    await pause(500)
    note('known', await residentMegabytes(daemon.pid))
    await daemon.stop()
    const script = await startNaiveScript(simulator)
    note('naive', await cpuMsOf(script.pid))
    await script.stop()
  }
  const least = (name: string) => Math.min(...(found[name] ?? []))
  return [
    figure({
      what: 'start until listening, as the image has it',
      ours: least('start'),
      unit: 'ms of CPU',
      reference: { value: least('bare'), what: 'node -e 0' },
      target: { of: 'ratio', atMost: 6 },
    }),
    figure({
      what: `first cycle, ${certificates}: from the start until all are known`,
      ours: least('first'),
      unit: 'ms of CPU',
      reference: { value: least('naive'), what: 'the naive script' },
      target: { of: 'ratio', atMost: 1 },
    }),
    await longestHold(shipped),
    memory('resident memory when it listens', median(found['listening'] ?? []), 75),
    memory(`resident memory, ${certificates} known`, median(found['known'] ?? []), 110),
  ]
}

function memory(what: string, megabytes: number, atMost: number): Figure {
  return figure({ what, ours: megabytes, unit: 'MB', target: { of: 'ours', atMost } })
}

const watched = z.object({ holds: z.array(z.object({ at: z.number(), ms: z.number() })) })

/** The longest hold after the daemon has begun to listen: nobody waits for it before. */
async function longestHold(shipped: Shipped): Promise<Figure> {
  const flags = ['--import', new URL('shipped/hold-watch.mjs', import.meta.url).href]
  const longest: number[] = []
  for (let round = 0; round < 3; round++) {
    const daemon = await shipped.start(certificates, { flags })
    await daemon.cycles(1)
    daemon.program.kill('SIGUSR2')
    const [text = ''] = await daemon.program.saw(/^\{"holds":.*\}$/m)
    const [, startedAt = ''] = /"time":"([^"]+)","event":"started"/.exec(daemon.program.stderr) ?? []
    await daemon.stop()
    const { holds } = watched.parse(JSON.parse(text))
    longest.push(Math.max(0, ...holds.filter(({ at, ms }) => at - ms > Date.parse(startedAt)).map(({ ms }) => ms)))
  }
  return figure({
    what: `first cycle, ${certificates}: longest hold of the event loop`,
    ours: median(longest),
    unit: 'ms of CPU',
    target: { of: 'ours', atMost: 50 },
  })
}
