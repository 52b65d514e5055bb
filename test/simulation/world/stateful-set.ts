import { Pod } from '../host/pod.ts'
import type { Machine } from '../host/process-clock.ts'
import { VirtualDisk } from '../host/virtual-disk.ts'
import type { Chance } from './chance.ts'
import { Watch } from './watch.ts'
import { sleep, type Workload, type WorkloadOptions, whenReady } from './workload.ts'

const mostShards = 3

/** Shards, one pod each. An old pod ends before its successor begins, the last ordinal first; pods that are new or too many begin or end at once. */
export class StatefulSet implements Workload {
  readonly watches: readonly Watch[]
  readonly #watch = new Watch()
  readonly #options: WorkloadOptions
  /** By ordinal. Undefined: each pod has a fresh disk. */
  readonly #volumes: Map<number, VirtualDisk> | undefined
  /** The last one with each volume. */
  readonly #machines = new Map<number, Machine>()
  #isUpdating = false

  constructor(options: WorkloadOptions) {
    this.#options = options
    this.watches = [this.#watch]
    const { chance } = options
    this.#volumes = chance.happens(0.5) ? new Map() : undefined
    const total = chance.whole(2, mostShards)
    this.#watch.pods = Array.from({ length: total }, (_, index) => this.#begin(index, total))
  }

  update(chance: Chance): void {
    if (this.#isUpdating) return
    this.#isUpdating = true
    const before = this.#watch.pods.length
    const total = chance.happens(0.5) ? before : chance.whole(2, mostShards)
    void this.#replaceAll(before, total, chance).finally(() => {
      this.#isUpdating = false
    })
  }

  async #replaceAll(before: number, total: number, chance: Chance): Promise<void> {
    const { around, onChange } = this.#options
    const isLost = before !== total || !this.#volumes
    if (isLost) this.#unsettle()
    around.story.tell('update', `from ${before} shards to ${total}`)
    const pods = [...this.#watch.pods]
    const tooMany = pods.splice(total)
    const added = Array.from({ length: total - pods.length }, (_, i) => this.#begin(before + i, total))
    this.#watch.pods = [...pods, ...added]
    onChange()
    await Promise.all(tooMany.map((pod) => pod.delete()))
    for (let index = pods.length - 1; index >= 0; index--) {
      await pods[index]?.delete()
      await sleep(around.time, chance.between(1, 30))
      const fresh = this.#begin(index, total)
      this.#watch.pods = this.#watch.pods.with(index, fresh)
      onChange()
      await sleep(around.time, chance.between(1, 10))
      await whenReady(fresh, around.time)
    }
    if (isLost) this.#unsettle()
    this.#watch.settledSince = around.time.now
    around.story.tell('update', 'is over')
    onChange()
  }

  /** From now on a certificate may be with another shard, which does not know it yet. */
  #unsettle(): void {
    this.#watch.settledSince = undefined
    this.#watch.forget()
  }

  #begin(index: number, total: number): Pod {
    const disk = this.#volumes?.get(index) ?? new VirtualDisk()
    this.#volumes?.set(index, disk)
    const predecessor = this.#volumes && this.#machines.get(index)
    const env = { SHARD_INDEX: `exporter-${index}`, SHARD_TOTAL: String(total) }
    const onForgotten = () => this.#watch.forget()
    const pod = new Pod(this.#options.around, { disk, predecessor, env, onForgotten })
    this.#machines.set(index, pod.machine)
    return pod
  }
}
