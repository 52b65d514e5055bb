import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payload } from '../../src/cloudflare/envelope.ts'
import type { ApiAnswer } from '../../src/cloudflare/failure.ts'
import { listPages } from '../../src/cloudflare/list-pages.ts'

type Page = Partial<Payload> | ApiAnswer<Payload>
const entries = (...ids: readonly number[]) => ids.map((id) => ({ id: `id-${id}` }))
const info = (pages: number, count: number) => ({ total_pages: pages, total_count: count })

/** Answers these pages in turn, the last one for ever. */
async function listed(...pages: readonly Page[]) {
  const asked: number[] = []
  const answer = await listPages((page) => {
    asked.push(page)
    const given = pages[Math.min(page, pages.length) - 1] ?? {}
    const whole = 'ok' in given ? given : { ok: true as const, value: { result: [], resultInfo: undefined, ...given } }
    return Promise.resolve(whole)
  })
  return { answer, asked: asked.length, result: answer.ok ? answer.value.result : undefined }
}

describe('a list', () => {
  test.each<[string, readonly Page[], readonly unknown[], number]>([
    ['of one page', [{ result: entries(1, 2), resultInfo: info(1, 2) }], entries(1, 2), 1],
    [
      'of two pages',
      [
        { result: entries(1), resultInfo: info(2, 2) },
        { result: entries(2), resultInfo: info(2, 2) },
      ],
      entries(1, 2),
      2,
    ],
    ['that is empty', [{ result: [], resultInfo: info(0, 0) }], [], 1],
    ['that is empty and counts nothing', [{ result: [] }], [], 1],
    [
      'whose end only an empty page tells',
      [{ result: entries(1) }, { result: entries(2) }, { result: [] }],
      entries(1, 2),
      3,
    ],
    ['whose endpoint ignores the page', [{ result: entries(1, 2) }], entries(1, 2), 2],
    [
      'whose endpoint ignores it, and announces more',
      [{ result: entries(1, 2), resultInfo: info(9, 100) }],
      entries(1, 2),
      2,
    ],
    [
      'whose pages become fewer',
      [
        { result: entries(1), resultInfo: info(3, 3) },
        { result: entries(2), resultInfo: info(2, 2) },
      ],
      entries(1, 2),
      2,
    ],
    [
      'that ends early',
      [
        { result: entries(1), resultInfo: info(3, 3) },
        { result: null, resultInfo: info(3, 3) },
      ],
      entries(1),
      2,
    ],
    ['with entries without an id', [{ result: [1, null] }, { result: [1, null] }], [1, null], 2],
  ])('%s', async (_, pages, result, asked) => {
    expect(await listed(...pages)).toMatchObject({ result, asked })
  })

  test('has the same entry twice where its pages moved, which is refused where it is read', async () => {
    const moved = await listed(
      { result: entries(1, 2), resultInfo: info(2, 3) },
      { result: entries(2, 3), resultInfo: info(2, 3) },
    )
    expect(moved.result).toEqual(entries(1, 2, 2, 3))
  })

  test.each([null, { id: 1 }, 'text'])('that is none: %j', async (result) => {
    expect(await listed({ result })).toMatchObject({ result, asked: 1 })
  })

  test('says how many there should be, the most that any page said, and no more of pages', async () => {
    const { answer } = await listed(
      { result: entries(1), resultInfo: info(2, 5) },
      { result: entries(2), resultInfo: info(2, 4) },
    )
    expect(answer).toMatchObject({ ok: true, value: { resultInfo: { total_count: 5 } } })
    expect((await listed({ result: entries(1) })).answer).toMatchObject({ value: { resultInfo: undefined } })
    const odd = await listed({ result: entries(1), resultInfo: { total_pages: 1, total_count: 'many' } })
    expect(odd.answer).toMatchObject({ value: { resultInfo: { total_count: 'many' } } })
  })
})

test('a page that fails fails the list', async () => {
  const failure = { reason: 'server_error', status: 502, detail: 'x' } as const
  expect(await listed({ result: entries(1), resultInfo: info(2, 2) }, { ok: false, failure })).toMatchObject({
    answer: { ok: false, failure },
    asked: 2,
  })
  expect(await listed({ ok: false, failure })).toMatchObject({ answer: { ok: false }, asked: 1 })
})

test('a list that goes on for ever ends', async () => {
  let next = 0
  const answer = await listPages(() => {
    next += 1
    return Promise.resolve({ ok: true, value: { result: entries(next), resultInfo: info(1e9, 1e9) } })
  })
  expect(answer).toMatchObject({ ok: true, value: { resultInfo: { total_count: 1e9 } } })
  expect(next).toBe(50)
})

test('whatever the size of pages and with or without totals, a list is read whole and in its order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 200 }),
      fc.integer({ min: 5, max: 50 }),
      fc.boolean(),
      async (count, size, hasTotals) => {
        const all = entries(...Array.from({ length: count }, (_, index) => index))
        const totals = hasTotals ? info(Math.ceil(count / size), count) : undefined
        const answer = await listPages((page) =>
          Promise.resolve({
            ok: true,
            value: { result: all.slice((page - 1) * size, page * size), resultInfo: totals },
          }),
        )
        expect(answer).toMatchObject({ ok: true, value: { result: all } })
      },
    ),
  )
})
