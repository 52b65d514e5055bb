import { isJsonObject, type Json, type JsonObject } from '../api/answer.ts'
import { faultKind } from './kind.ts'
import { number, oneOf, text } from './parameters.ts'
import { association, type ListPart, withList } from './results.ts'

/** Wrong lists in a correct envelope. Answers that are no lists stay unchanged. */
export const listFaults = {
  empty_list: faultKind('an empty list, and totals that agree with it', {}, (answer) =>
    withList(answer, ({ info }) => ({ items: [], info: { ...info, count: 0, total_count: 0, total_pages: 0 } })),
  ),

  short_list: faultKind(
    'the last entries of a list or page are missing, total_count still counts them',
    { drop: number(1) },
    (answer, { drop }) =>
      withList(answer, ({ items, info }) => {
        const kept = items.slice(0, Math.max(0, items.length - drop))
        return { items: kept, info: { ...info, count: kept.length } }
      }),
  ),

  partial_list: faultKind(
    'the last entries of a list or page are missing, and the totals agree with what is left',
    { drop: number(1) },
    (answer, { drop }) =>
      withList(answer, ({ items, info }) => withTotals(items.slice(0, Math.max(0, items.length - drop)), info, items)),
  ),

  omitted_ids: faultKind(
    'the entries with these ids, separated by commas, are missing; counted: total_count counts them all the same',
    { ids: text(''), counted: oneOf('no', 'yes') },
    (answer, { ids, counted }) => {
      const omitted = new Set(ids.split(','))
      const stays = (item: Json) => !(isJsonObject(item) && omitted.has(String(item['id'])))
      return withList(answer, ({ items, info }) => {
        const kept = items.filter(stays)
        return counted === 'yes' ? { items: kept, info } : withTotals(kept, info, items)
      })
    },
  ),

  foreign_list: faultKind('every entry has an id that nobody knows, as in the list of another zone', {}, (answer) =>
    withList(answer, ({ items, info }) => ({
      items: items.map((item) => (isJsonObject(item) ? { ...item, id: otherId(String(item['id'])) } : item)),
      info,
    })),
  ),

  repeated_entry: faultKind(
    'the first entry of a list or page stands in it twice, and is counted once or twice',
    { counted: oneOf('once', 'twice') },
    (answer, { counted }) =>
      withList(answer, ({ items, info }) => ({
        items: [...items.slice(0, 1), ...items],
        info: { ...info, total_count: Number(info['total_count']) + Number(counted === 'twice') },
      })),
  ),

  low_total: faultKind(
    'total_count is less by so many than the entries that there are',
    { by: number(1) },
    (answer, { by }) =>
      withList(answer, ({ items, info }) => ({
        items,
        info: { ...info, total_count: Math.max(0, Number(info['total_count']) - by) },
      })),
  ),

  odd_total: faultKind(
    'total_count is null or a text; missing: there is no result_info at all',
    { becomes: oneOf('missing', 'null', 'text') },
    (answer, { becomes }) => {
      const changed = withList(answer, ({ items, info }) => {
        const total = becomes === 'null' ? null : String(info['total_count'])
        return { items, info: { ...info, total_count: total } }
      })
      const { content } = changed
      if (becomes !== 'missing' || Buffer.isBuffer(content)) return changed
      const { result_info: _, ...rest } = content
      return { ...changed, content: rest }
    },
  ),

  shifting_total: faultKind(
    'total_count differs from page to page by so many, as if zones came or went in between',
    { by: number(1), direction: oneOf('grows', 'shrinks') },
    (answer, { by, direction }) =>
      withList(answer, ({ items, info }) => ({ items, info: shifted(info, direction === 'grows' ? by : -by) })),
  ),

  association_list: faultKind(
    'the entries of a list as the API gave them before 2026: cert_id, cert_status, cert_uploaded_on and no id',
    { hostname: text('app.example.com') },
    (answer, { hostname }) =>
      withList(answer, ({ items, info }) => ({
        items: items.map((item) => (isJsonObject(item) ? association(item, hostname) : item)),
        info,
      })),
  ),
}

/** The `result_info` of a list from which entries were removed. */
function withTotals(items: readonly Json[], info: JsonObject, before: readonly Json[]): ListPart {
  const total_count = Math.max(0, Number(info['total_count']) - (before.length - items.length))
  return { items, info: { ...info, count: items.length, total_count } }
}

/** Another id of the same form. The same id always gives the same result. */
function otherId(id: string): string {
  return id.replaceAll(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16))
}

function shifted(info: JsonObject, by: number): JsonObject {
  const total_count = Math.max(0, Number(info['total_count']) + by * (Number(info['page']) - 1))
  return { ...info, total_count, total_pages: Math.ceil(total_count / Number(info['per_page'])) }
}
