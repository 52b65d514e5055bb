import { graph, table } from '../parts.ts'
import { freshness } from '../queries.ts'

export const freshnessRow = [
  graph({
    title: 'Age of the last success',
    description: 'The twenty certificates whose last successful check is the longest ago.',
    width: 12,
    unit: 's',
    series: [[freshness.oldest, '{{name}} of {{zone}}']],
  }),
  graph({
    title: 'Failing checks by reason',
    description: 'How many certificates could not be checked, and why.',
    width: 12,
    series: [[freshness.reasons, '{{reason}}']],
    whileEmpty: 'No check is known to fail.',
  }),
  table({
    title: 'Cannot be checked',
    description: 'With the reason and the credentials that were used.',
    width: 12,
    height: 8,
    sortBy: 'Name',
    labels: { name: 'Name', zone: 'Zone', account: 'Account', reason: 'Reason', credentials: 'Credentials' },
    columns: [{ expr: freshness.failing }],
    whileEmpty: 'No check is known to fail.',
  }),
  graph({
    title: 'Hostnames, lists and zones that cannot be read',
    description: 'What is associated or new there is not seen.',
    width: 12,
    series: [
      [freshness.unread.hostnames, 'hostnames'],
      [freshness.unread.lists, 'lists'],
      [freshness.unread.zones, 'credentials whose zones cannot be listed'],
      [freshness.unread.accountLists, 'lists of accounts'],
    ],
    whileEmpty: 'Nothing is known to be unreadable.',
  }),
  graph({
    title: 'Hostnames by state',
    description: 'Disabled: nothing is presented. Voided or none: the zone store decides.',
    width: 12,
    series: [[freshness.hostnames, '{{state}}']],
  }),
  graph({
    title: 'Time left to what hostnames present',
    description: 'The twenty that end first, through every rotation.',
    width: 12,
    unit: 'dtdurations',
    series: [[freshness.hostnameLeft, '{{hostname}}']],
  }),
]
