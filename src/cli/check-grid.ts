import { printable } from '../report/printable.ts'
import { type Layout, layoutsFor } from './check-columns.ts'
import type { Row } from './check-row.ts'
import { align, cut, indented, width, wrap } from './text-width.ts'

/** Sentences in a narrower column are hard to read. */
const narrowestRemarks = 40
const remarksHeading = 'REMARKS'

/**
 * The lines of a table: its heading, then each row. Cells that do not fit the terminal stand below their row.
 * @param terminalWidth undefined if there is no terminal; lines are not shortened then
 */
export function gridLines(rows: readonly Row[], terminalWidth: number | undefined): readonly (readonly string[])[] {
  const layouts = layoutsFor(rows).map((layout) => measured(rows, layout))
  const room = terminalWidth ?? Number.POSITIVE_INFINITY
  const grid = layouts.find(({ narrowest }) => narrowest <= room) ?? layouts.at(-1)
  if (!grid) return []
  const { layout, widths, heading } = grid
  const remarksRoom = terminalWidth === undefined ? undefined : terminalWidth - spanOf(widths) - gap
  const line = (cells: readonly string[]) => cut(align(cells, widths), terminalWidth)
  return [
    [line(heading)],
    ...grid.rows.map(({ cells, below, remarks }) => {
      if (!layout.isRemarked) return [line(cells), ...below.flatMap((text) => indented(text, terminalWidth))]
      const [first = '', ...more] = wrap(remarks, remarksRoom)
      return [[...cells, first], ...more.map((part) => [...cells.map(() => ''), part])].map(line)
    }),
  ]
}

const gap = 2

function spanOf(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each + gap, -gap)
}

function measured(rows: readonly Row[], layout: Layout) {
  const { columns, below, isRemarked } = layout
  const shown = rows.map((row) => ({
    cells: columns.map(({ cell }) => printable(cell(row))),
    below: below.flatMap((words) => words(row) || []).map(printable),
    remarks: printable(row.remarks),
  }))
  const own = columns.map(({ heading }, i) =>
    shown.reduce((widest, { cells }) => Math.max(widest, width(cells[i] ?? '')), heading.length),
  )
  const longest = shown.reduce((widest, { remarks }) => Math.max(widest, width(remarks)), 0)
  const needed = isRemarked ? gap + Math.max(remarksHeading.length, Math.min(longest, narrowestRemarks)) : 0
  const heading = columns.map(({ heading }) => heading)
  return {
    layout,
    rows: shown,
    widths: own,
    heading: isRemarked ? [...heading, remarksHeading] : heading,
    narrowest: spanOf(own) + needed,
  }
}
