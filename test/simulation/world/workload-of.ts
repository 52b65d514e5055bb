import { Deployment } from './deployment.ts'
import { Host } from './host.ts'
import type { Setup } from './setups.ts'
import { StatefulSet } from './stateful-set.ts'
import type { Workload, WorkloadOptions } from './workload.ts'

export function workloadOf(setup: Setup, options: WorkloadOptions): Workload {
  switch (setup) {
    case 'host':
      return new Host(options)
    case 'deployment':
      return new Deployment(options, 1)
    case 'replicas':
      return new Deployment(options, 2)
    case 'shards':
      return new StatefulSet(options)
  }
}
