import type { Pod, PodSurroundings } from '../host/pod.ts'
import type { Chance } from './chance.ts'
import type { VirtualTime } from './virtual-time.ts'
import type { Watch } from './watch.ts'

/** The pods that run the daemon, and how they are replaced. */
export interface Workload {
  readonly watches: readonly Watch[]
  /** Replaces its pods one after the other, as a change of the chart's values does. Nothing happens while another update is in progress. */
  update(chance: Chance): void
}

export interface WorkloadOptions {
  readonly around: PodSurroundings
  readonly chance: Chance
  /** Is called when something was replaced. */
  readonly onChange: () => void
  /** Is called when a pod is ready, and the one whose place it takes has not ended yet. */
  readonly onHandOver: (old: Watch, fresh: Watch) => Promise<void>
}

const readinessPeriod = 10

/** Resolves when the pod is ready, or is there no more. */
export async function whenReady(pod: Pod, time: VirtualTime): Promise<void> {
  while (!pod.isDeleted && (await pod.process.get('/readyz')) === undefined) await sleep(time, readinessPeriod)
}

export function sleep(time: VirtualTime, seconds: number): Promise<void> {
  return new Promise((resolve) => time.after(seconds, resolve))
}
