import { describe, expect, test } from 'vitest'
import { api, manifold, manifoldHostnames, snapshotOf, watched } from './support/fleet.ts'
import { fleet, page, rows, words } from './support/words.ts'

describe('of many', () => {
  const many = Array.from({ length: 250 }, (_, i) =>
    watched({ number: i + 1, name: `n${String(i).padStart(3, '0')}`, daysLeft: i < 220 ? 5 : 200 }),
  )
  const text = (address: string) => page(snapshotOf(many), address)
  const names = (address: string) => rows(text(address)).map(([, , what]) => what)

  test('a hundred stand on a page, and what is OK in one zone is one row on the last', () => {
    expect(words(/<nav class="pager"[\s\S]*?<\/nav>/.exec(text('page=2'))?.[0] ?? '')).toBe(
      '101 to 200 of 220 First Previous page 2 of 3 Next Last',
    )
    expect(rows(text('page=3')).at(-1)).toEqual(['30 OK in shop.example; the first end is on 2027-06-11'])
    expect(names('page=2')).toHaveLength(100)
  })

  test.each(['page=0', 'page=-1', 'page=1.5', 'page=x', 'page=1234567', ''])(
    '"%s" is no page, and shows the first',
    (address) => {
      expect(names(address)[0]).toBe('n000')
    },
  )

  test('where one page is enough, there is no way to another', () => {
    expect(page(fleet)).not.toContain('class="pager"')
  })

  test('a page behind the last is the last', () => {
    expect(words(text('page=99'))).toContain('page 3 of 3')
  })

  test('the order can be by name, and the other way round', () => {
    expect(names('sort=name').slice(0, 2)).toEqual(['n000', 'n001'])
    expect(names('sort=name&order=desc').slice(0, 2)).toEqual(['n249', 'n248'])
  })
})

describe('only what is asked for', () => {
  const said = (address: string) => words(/<p class="count">[\s\S]*?<\/p>/.exec(page(fleet, address))?.[0] ?? '')

  test.each([
    ['', '15 in all 10 certificates 4 hostnames 1 list 1 credential this daemon'],
    ['state=ok', '3 of 15 10 certificates 4 hostnames 1 list 1 credential this daemon state: OK ×, remove this filter'],
    [
      'month=2026-12',
      '2 of 15 10 certificates 4 hostnames 1 list 1 credential this daemon ends in: 2026-12 ×, remove this filter',
    ],
    [
      'zone=api.example',
      '2 of 15 10 certificates 4 hostnames 1 list 1 credential this daemon zone: api.example ×, remove this filter',
    ],
    ['only=hostnames', '4 in all 10 certificates 4 hostnames 1 list 1 credential this daemon'],
    [
      'q=api.example',
      '2 of 15 10 certificates 4 hostnames 1 list 1 credential this daemon search: api.example ×, remove this filter',
    ],
  ])('?%s', (address, words) => {
    expect(said(address)).toBe(words)
  })

  test.each([
    ['certificates', 10],
    ['hostnames', 4],
    ['zones', 1],
    ['credentials', 1],
    ['daemon', 5],
  ])('the group %s has %i rows', (group, count) => {
    expect(rows(page(fleet, `only=${group}`)).length).toBe(count)
  })
})

describe('rows without a value come last in both directions, and equal ones are ordered by urgency', () => {
  const cellOf = { expiry: 1, name: 2, zone: 3, seen: 6 } as const
  const nameless = watched({ number: 11, name: '', entry: { scopeId: api, placeName: '' } })
  const snapshot = snapshotOf([...manifold, nameless], { hostnames: manifoldHostnames })
  const order = (address: string, cell: number) =>
    rows(page(snapshot, address)).map((cells) => [cells[cell] ?? '', cells[2] ?? ''])

  test.each(Object.entries(cellOf))('by %s', (sort, cell) => {
    const isEmpty = ([text]: readonly string[]) => text === '' || text === '–'
    const urgency = order('q=e', cell)
    const [up, down] = [order(`q=e&sort=${sort}`, cell), order(`q=e&sort=${sort}&order=desc`, cell)]
    for (const rows of [up, down]) {
      const first = rows.findIndex(isEmpty)
      expect(first).toBeGreaterThan(0)
      expect(rows.slice(first)).toEqual(urgency.filter(isEmpty))
    }
    const filled = (rows: readonly string[][]) => rows.filter((row) => !isEmpty(row)).map(([text]) => text)
    expect(filled(down)).toEqual(filled(up).toReversed())
  })
})

test('a click on a heading orders by it, a second one the other way round', () => {
  const links = (address: string) =>
    [...page(fleet, address).matchAll(/<a href="([^"]*)" id="sort-(\w+)"/g)].map(([, href, key]) => [key, href])
  expect(links('sort=seen')).toEqual([
    ['urgency', '?'],
    ['expiry', '?sort=expiry'],
    ['name', '?sort=name'],
    ['zone', '?sort=zone'],
    ['seen', '?sort=seen&amp;order=desc'],
  ])
})

test('a click on a state shows its rows from the first page on, and closes what is open', () => {
  const [, tile] = /<a href="([^"]*)" id="total-ok"/.exec(page(fleet, 'q=shop&page=2&open=x')) ?? []
  expect(tile).toBe('?q=shop&amp;state=ok')
  const [, again] = /<a href="([^"]*)" id="total-ok"/.exec(page(fleet, 'q=shop&state=ok')) ?? []
  expect(again).toBe('?q=shop')
})

test('the search keeps its words and the other filters', () => {
  const form = (address: string) => /<form[\s\S]*?<\/form>/.exec(page(fleet, address))?.[0] ?? ''
  expect(form('')).toContain('name="q" value=""')
  expect(form('q=a%22b&state=ok&page=2&open=x')).toContain('name="q" value="a&quot;b"')
  expect(
    [...form('q=a&state=ok&page=2&open=x').matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)].map((each) =>
      each.slice(1),
    ),
  ).toEqual([['state', 'ok']])
})
