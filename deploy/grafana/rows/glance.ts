import { barChart, stat, table } from '../parts.ts'
import { glance, timeline } from '../queries.ts'
import { certificateColumns } from './certificate-columns.ts'

const counts = (color: string) => [[1, color] as const]

export const glanceRow = [
  stat({
    title: 'Certificates',
    description:
      'How many are watched. No value: no exporter is scraped. A figure beside it has none where its metric is not exposed, either.',
    width: 3,
    expr: glance.total,
  }),
  stat({
    title: 'Critical',
    description: 'As the status page has it: what pages somebody.',
    width: 3,
    expr: glance.critical,
    steps: counts('red'),
  }),
  stat({
    title: 'Warning',
    description: 'As the status page has it: what is work for this week.',
    width: 3,
    expr: glance.warning,
    steps: counts('yellow'),
  }),
  stat({
    title: 'Info',
    description: 'As the status page has it: what is for reading.',
    width: 3,
    expr: glance.info,
    steps: counts('blue'),
  }),
  stat({
    title: 'Expired',
    description: 'Past their end, and not proved unused. They are among the critical ones.',
    width: 3,
    expr: glance.expired,
    steps: counts('red'),
  }),
  stat({
    title: 'Stale',
    description: 'No check has worked for stale_after.',
    width: 3,
    expr: glance.stale,
    steps: counts('red'),
  }),
  stat({
    title: 'Unknown',
    description: 'They have never been read.',
    width: 3,
    expr: glance.unknown,
    steps: counts('red'),
  }),
  stat({
    title: 'Hostnames without certificate',
    description: 'Cloudflare presents no client certificate for them.',
    width: 3,
    expr: glance.withoutCertificate,
    steps: counts('red'),
  }),
  table({
    title: 'Hostnames without a certificate',
    description: 'Disabled: nothing is presented. Voided or none: the store of the zone is not known to be on.',
    width: 12,
    height: 8,
    sortBy: 'Hostname',
    labels: { hostname: 'Hostname', zone: 'Zone', state: 'State' },
    columns: [{ expr: glance.hostnames }],
    whileEmpty: 'No hostname is known to be without one.',
  }),
  table({
    title: 'Problems of certificates',
    description: 'What makes origins refuse a certificate, or should.',
    width: 12,
    height: 8,
    sortBy: 'Name',
    labels: { name: 'Name', zone: 'Zone', account: 'Account', problem: 'Problem' },
    columns: [{ expr: glance.problems }],
    whileEmpty: 'No problem is known.',
  }),
  table({
    title: 'Soonest first',
    description: 'A click on the severity leads to the runbook and to the status page.',
    width: 24,
    sortBy: 'Left',
    labels: {
      name: 'Name',
      zone: 'Zone',
      account: 'Account',
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
