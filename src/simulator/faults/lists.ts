import { isJsonObject, type JsonObject } from '../api/answer.ts'
import { faultKind } from './kind.ts'
import { number, oneOf, text } from './parameters.ts'
import { association, withList } from './results.ts'

/** Lists that are not what there is, in a right envelope. Answers that are no lists stay as they are. */
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

function shifted(info: JsonObject, by: number): JsonObject {
  const total_count = Math.max(0, Number(info['total_count']) + by * (Number(info['page']) - 1))
  return { ...info, total_count, total_pages: Math.ceil(total_count / Number(info['per_page'])) }
}
