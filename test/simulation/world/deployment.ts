import { Pod } from '../host/pod.ts'
import { VirtualDisk } from '../host/virtual-disk.ts'
import type { Chance } from './chance.ts'
import { Watch } from './watch.ts'
import { sleep, type Workload, type WorkloadOptions, whenReady } from './workload.ts'

/** Pods that each watch everything. A new one begins with an empty disk, before the old one ends. */
export class Deployment implements Workload {
  readonly watches: Watch[] = []
  readonly #options: WorkloadOptions
  #isUpdating = false

  constructor(options: WorkloadOptions, replicas: number) {
    this.#options = options
    for (let i = 0; i < replicas; i++) this.#add()
  }

  update(chance: Chance): void {
    if (this.#isUpdating) return
    this.#isUpdating = true
    void this.#replaceAll(chance).finally(() => {
      this.#isUpdating = false
    })
  }

  async #replaceAll(chance: Chance): Promise<void> {
    const { around, onChange, onHandOver } = this.#options
    for (const old of [...this.watches]) {
      const fresh = this.#add()
      onChange()
      await sleep(around.time, chance.between(1, 30))
      await Promise.all(fresh.pods.map((pod) => whenReady(pod, around.time)))
      await onHandOver(old, fresh)
      await Promise.all(old.pods.map((pod) => pod.delete()))
      this.watches.splice(this.watches.indexOf(old), 1)
      onChange()
    }
  }

  #add(): Watch {
    const watch = new Watch()
    const onForgotten = () => watch.forget()
    watch.pods = [new Pod(this.#options.around, { disk: new VirtualDisk(), env: {}, onForgotten })]
    this.watches.push(watch)
    return watch
  }
}
