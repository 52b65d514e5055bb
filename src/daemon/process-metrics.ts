import { collectDefaultMetrics, type Registry } from 'prom-client'
import { measureEventLoopLag } from './event-loop-lag.ts'

/** Names of prom-client's metrics that end in `_total` without being counters. `promtool check metrics` rejects them. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/** Milliseconds. prom-client looks at the event loop however it is asked; this is as seldom as can be. */
const seldom = 2 ** 31 - 1

/** Measures the process with prom-client's own metrics, but for the lag of the event loop: to read prom-client's takes longer than all others. */
export function measureProcess(register: Registry): void {
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: seldom })
  for (const { name } of register.getMetricsAsArray())
    if (misnamed.includes(name) || name.startsWith('nodejs_eventloop_lag_')) register.removeSingleMetric(name)
  measureEventLoopLag(register)
}
