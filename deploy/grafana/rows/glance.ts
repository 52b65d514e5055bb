import { barChart, stat, table } from '../parts.ts'
import { glance, timeline } from '../queries.ts'
import { certificateColumns } from './certificate-columns.ts'

const counts = (color: string) => [[1, color] as const]

export const glanceRow = [
  stat({ title: 'Certificates', description: 'How many are watched.', width: 3, expr: glance.total }),
  stat({
    title: 'Expired',
    description: 'Past their end, and not proved unused.',
    width: 3,
    expr: glance.expired,
    steps: counts('red'),
  }),
  stat({
    title: 'Critical',
    description: 'Less than their own critical threshold is left.',
    width: 3,
    expr: glance.critical,
    steps: counts('orange'),
  }),
  stat({
    title: 'Warning',
    description: 'Less than their own warning threshold is left.',
    width: 3,
    expr: glance.warning,
    steps: counts('yellow'),
  }),
  stat({
    title: 'Not active',
    description: 'Cloudflare gives another status than active.',
    width: 4,
    expr: glance.notActive,
    steps: counts('yellow'),
  }),
  stat({
    title: 'Mismatching',
    description: "Cloudflare's API and the certificate disagree on its end or its serial number.",
    width: 4,
    expr: glance.mismatching,
    steps: counts('yellow'),
  }),
  stat({
    title: 'Blind',
    description: 'No check has worked for stale_after, or none ever.',
    width: 4,
    expr: glance.blind,
    steps: counts('red'),
  }),
  table({
    title: 'Soonest first',
    description:
      'By the thresholds of each certificate. A click on its state leads to the runbook and to the status page.',
    width: 24,
    sortBy: 'Left',
    labels: {
      name: 'Name',
      zone: 'Zone',
      status: 'Status',
      kind: 'Kind',
      zone_id: 'Zone id',
      certificate_id: 'Certificate id',
    },
    columns: certificateColumns,
  }),
  barChart({
    title: 'Expiries over the next year',
    description: 'How many certificates end in each month; those that have ended are not in it.',
    width: 24,
    expr: timeline.perMonth,
  }),
]
