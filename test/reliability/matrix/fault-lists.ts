import type { Fault } from '../../../src/simulator/faults/kinds.ts'
import type { Levers, Row } from './row.ts'

/** A list that contradicts what is known: it is not believed, and is asked for again soon. */
type Doubted = Pick<Row, 'isDoubted'>
const doubted: Doubted = { isDoubted: true }

const lists = /\/hostnames\/certificates$/

function inStores(name: string, fault: Fault | ((levers: Levers) => Fault), more: Doubted = {}): readonly Row[] {
  const faultFor = (levers: Levers) => (typeof fault === 'function' ? fault(levers) : fault)
  const row = { group: 'Lists of certificates', reason: undefined, watches: 'zones', ...more } as const
  return [
    {
      ...row,
      name: `${name}, in every zone`,
      begin: (levers) => levers.fault({ ...faultFor(levers), path: lists }),
    },
    {
      ...row,
      name: `${name}, in one of two`,
      begin: (levers) => levers.fault({ ...faultFor(levers), path: new RegExp(`${levers.zoneId}.*${lists.source}`) }),
    },
  ]
}

function ofZones(name: string, fault: Fault, more: Doubted = {}): Row {
  const begin = (levers: Levers) => levers.fault({ ...fault, path: '/zones?' })
  return { group: 'List of zones', name, reason: undefined, watches: 'discover_zones', begin, ...more }
}

/** Lists that look good and are not what there is. */
export const listRows: readonly Row[] = [
  ...inStores('the last one is missing', { fault: 'partial_list' }, doubted),
  ...inStores(
    'one is missing',
    ({ certificateIds }) => ({ fault: 'omitted_ids', ids: certificateIds.join(',') }),
    doubted,
  ),
  ...inStores('the list of another zone', { fault: 'foreign_list' }, doubted),
  ...inStores('more than are counted', { fault: 'low_total' }),
  ...inStores('no count', { fault: 'odd_total', becomes: 'null' }),
  ofZones('one is missing', { fault: 'partial_list' }, doubted),
  ofZones('the zones of another account', { fault: 'foreign_list' }, doubted),
  ofZones('a page fails', { fault: 'status', status: 500 }, doubted),
  ofZones('more than are counted', { fault: 'low_total' }),
  ofZones('no count', { fault: 'odd_total' }),
  ofZones('one stands there twice', { fault: 'repeated_entry' }),
  ofZones('one stands there twice and is counted twice', { fault: 'repeated_entry', counted: 'twice' }, doubted),
]
