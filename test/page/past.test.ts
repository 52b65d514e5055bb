import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/history/model.ts'
import { rowOf } from '../../src/page/row.ts'
import { factsOf } from './support/facts.ts'
import { day, noon, snapshotOf, watched } from './support/fleet.ts'

const key = 'hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-000000000001'
const changes: readonly Change[] = [
  { at: noon - 200 * day, word: 'ok' },
  { at: noon - 30 * day, word: 'warning' },
  { at: noon - 9 * day, word: 'renewed' },
  { at: noon - 9 * day, word: 'ok' },
]

function written(history: readonly Change[], address = ''): string {
  const facts = factsOf(snapshotOf([watched({ number: 1, name: 'x' })]), address)
  return facts.things.map((thing) => rowOf(thing, { ...facts, history: () => history }, 8).text).join('')
}

describe('the last 90 days', () => {
  test('are a strip in the row, with a colour for each run of days and a mark for the rotation', () => {
    const [, strip = ''] = /<td class="c-past">(.*?)<\/td>/.exec(written(changes)) ?? []
    expect([...strip.matchAll(/class="(\w+)" x/g)].map(([, level]) => level)).toEqual(['ok', 'warning', 'ok', 'mark'])
    expect(strip).toContain('aria-label="3 changes"')
    // Of 90 days the 31st last is the first with the warning, and the 10th last the one with the rotation.
    expect(
      [...strip.matchAll(/class="(\w+)" x="([\d.]+)%"(?: width="([\d.]+)%")?/g)].map((run) => run.slice(1)),
    ).toEqual([
      ['ok', '0', '65.6'],
      ['warning', '65.6', '24.4'],
      ['ok', '90', '10'],
      ['mark', '89.4', undefined],
    ])
  })

  test('are told in words in the opened row, the newest first', () => {
    const text = written(changes, `open=${key}`).replaceAll(/<[^>]+>/g, '')
    expect(text).toMatch(
      /The last 90 days\s+2026-11-14 12:00 UTC OK2026-11-14 12:00 UTC another certificate stands under its id2026-10-24 12:00 UTC Warning/,
    )
  })

  test('leave an empty place where nobody looked yet', () => {
    expect(written([], `open=${key}`)).toContain('<td class="c-past"></td>')
    expect(written([], `open=${key}`)).not.toContain('The last 90 days')
  })
})
