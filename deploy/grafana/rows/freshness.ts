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
    allIsWell: 'Every check works.',
  }),
  table({
    title: 'Cannot be checked',
    description: 'With the reason and the credentials that were used.',
    width: 12,
    height: 8,
    sortBy: 'Name',
    labels: { name: 'Name', zone: 'Zone', account: 'Account', reason: 'Reason', credentials: 'Credentials' },
    columns: [{ expr: freshness.failing }],
    allIsWell: 'Every check works.',
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
    allIsWell: 'Everything can be read.',
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
