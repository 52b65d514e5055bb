import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard'
import { graph, stat } from '../parts.ts'
import { daemon } from '../queries.ts'

export const daemonRow = [
  stat({
    title: 'Instances',
    description: '1 where Prometheus reaches it.',
    width: 6,
    expr: daemon.up,
    legend: '{{instance}} {{version}}',
  }),
  stat({
    title: 'Next cycle',
    description: 'Until everything is asked for again.',
    width: 4,
    unit: 's',
    expr: daemon.next,
  }),
  stat({ title: 'Last cycle', description: 'How long it took.', width: 4, unit: 's', expr: daemon.duration }),
  stat({
    title: 'Configuration',
    description: 'Whether the last change of it could be loaded, everywhere.',
    width: 5,
    expr: daemon.reloads,
  }).mappings([
    {
      type: MappingType.ValueToText,
      options: { 0: { text: 'not loaded', color: 'red' }, 1: { text: 'loaded', color: 'green' } },
    },
  ]),
  stat({ title: 'Shards', description: 'How many different ones are there.', width: 5, expr: daemon.shards }),
  graph({
    title: 'Memory',
    description: 'Resident set of the process.',
    width: 8,
    unit: 'bytes',
    series: [[daemon.memory, '{{instance}}']],
  }),
  graph({
    title: 'CPU',
    description: 'Seconds a second.',
    width: 8,
    series: [[daemon.cpu, '{{instance}}']],
  }),
  graph({
    title: 'Event loop lag, 99th percentile',
    description: 'How late Node.js comes to its work.',
    width: 8,
    unit: 's',
    series: [[daemon.lag, '{{instance}}']],
  }),
  graph({
    title: 'Odd things in an hour',
    description: 'Listings that were not believed, and writes of the state that failed.',
    width: 24,
    series: [
      [daemon.suspicious, 'listing: {{reason}}'],
      [daemon.stateFailures, 'state not written'],
    ],
  }),
]
