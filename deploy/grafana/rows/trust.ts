import { graph, stat, table } from '../parts.ts'
import { trust } from '../queries.ts'

export const trustRow = [
  stat({
    title: 'Not trusted',
    description: "The origins' CA file does not lead to them. Only where trusted_by names that file.",
    width: 4,
    height: 8,
    expr: trust.notTrusted,
    steps: [[1, 'red']],
  }),
  table({
    title: 'Not trusted, and why',
    description: 'The status page draws the path and names what is missing.',
    width: 10,
    height: 8,
    sortBy: 'Name',
    labels: { name: 'Name', zone: 'Zone', reason: 'Reason' },
    columns: [{ expr: trust.refused }],
  }),
  graph({
    title: "Time left to the CAs in the origins' files",
    description:
      'Of each CA that certificates depend on. From its end on origins that verify with it drop the traffic.',
    width: 10,
    unit: 'dtdurations',
    series: [[trust.caLeft, '{{subject}}']],
  }),
]
