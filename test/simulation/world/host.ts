import { Pod } from '../host/pod.ts'
import { VirtualDisk } from '../host/virtual-disk.ts'
import { Watch } from './watch.ts'
import type { Workload, WorkloadOptions } from './workload.ts'

/** One process on a disk that outlives it. An update ends it before its successor begins. */
export class Host implements Workload {
  readonly watches: readonly Watch[]
  readonly #pod: Pod

  constructor({ around }: WorkloadOptions) {
    const watch = new Watch()
    this.#pod = new Pod(around, { disk: new VirtualDisk(), env: {}, onForgotten: () => watch.forget() })
    watch.pods = [this.#pod]
    this.watches = [watch]
  }

  update(): void {
    this.#pod.restart()
  }
}
