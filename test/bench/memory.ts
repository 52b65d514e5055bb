import { type DaemonProcess, startDaemonProcess } from './daemon-process.ts'
import { type Figure, figure, tell } from './figure.ts'

const cycles = 3
const scrapes = 20

/** Resident memory of the daemon, bundled and with the image's flags, after some cycles and many scrapes. */
export async function benchMemory(): Promise<readonly Figure[]> {
  const sizes = { 100: 130, 1000: undefined, 10000: 300 }
  const figures: Figure[] = []
  const measured = new Map<number, number>()
  for (const [size, atMost] of Object.entries(sizes)) {
    tell(`memory: ${size} certificates, ${cycles} cycles, ${scrapes} scrapes`)
    const megabytes = await measure(await startDaemonProcess(Number(size)))
    measured.set(Number(size), megabytes)
    const target = atMost === undefined ? {} : { target: { of: 'ours', atMost } as const }
    figures.push(figure({ what: `memory, ${size} certificates, resident`, ours: megabytes, unit: 'MB', ...target }))
  }
  const grown = (measured.get(10_000) ?? Number.NaN) - (measured.get(100) ?? Number.NaN)
  return [...figures, figure({ what: 'memory, for each certificate more', ours: (grown * 1000) / 9_900, unit: 'kB' })]
}

async function measure(daemon: DaemonProcess): Promise<number> {
  await daemon.cycles(cycles)
  // Answers are inflated by this process, not by the daemon.
  for (let i = 0; i < scrapes; i++) await (await fetch(`${daemon.url}/metrics`)).arrayBuffer()
  const bytes = await daemon.metric('process_resident_memory_bytes')
  await daemon.close()
  return bytes / 1e6
}
