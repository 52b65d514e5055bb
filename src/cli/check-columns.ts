import type { Row } from './check-row.ts'

type Words = (row: Row) => string

export interface Column {
  readonly heading: string
  readonly cell: Words
}

/** Which facts have a column, and which stand below the row. */
export interface Layout {
  readonly columns: readonly Column[]
  /** Remarks stand in a last column, in which they wrap. */
  readonly isRemarked: boolean
  /** Each stands on its own lines. */
  readonly below: readonly Words[]
}

const leading: readonly Column[] = [
  { heading: 'STATE', cell: ({ state }) => state },
  { heading: 'LEFT', cell: ({ left }) => left },
]
const minute: Column = { heading: 'EXPIRES', cell: ({ expiry }) => expiry || '-' }
const day: Column = { heading: 'EXPIRES', cell: ({ expiry }) => expiry.slice(0, 10) || '-' }
const name: Column = { heading: 'NAME', cell: (row) => row.name }
const usage: Column = { heading: 'USED BY', cell: ({ usedBy }) => usedBy ?? '-' }

/** From the widest to the narrowest. An unnamed certificate shows its id of 36 characters, a zone one of 32. */
export function layoutsFor(rows: readonly Row[]): readonly [Layout, ...Layout[]] {
  // An empty column would take room from the others.
  const usages = rows.some(({ usedBy }) => usedBy !== undefined) ? [usage] : []
  const place: Column = { heading: headingOfPlaces(rows), cell: (row) => row.place }
  const wide = [...leading, minute, name, place, ...usages]
  return [
    { columns: wide, isRemarked: true, below: [] },
    { columns: wide, isRemarked: false, below: [remarks] },
    { columns: [...leading, day, name, place], isRemarked: false, below: [usageWords, remarks] },
    { columns: [...leading, day, name], isRemarked: false, below: [placeAndUsage, remarks] },
  ]
}

function remarks(row: Row): string {
  return row.remarks
}

const holderWords = { zone: 'zone', account: 'account', bundle: 'CA file' } as const satisfies Record<
  Row['holder'],
  string
>

/** `ZONE`, or `ZONE, ACCOUNT` where some of the rows are in an account. */
function headingOfPlaces(rows: readonly Row[]): string {
  const holders = new Set(rows.map(({ holder }) => holder))
  const words = holderNames.filter((holder) => holders.has(holder)).map((holder) => holderWords[holder].toUpperCase())
  return words.join(', ') || 'ZONE'
}

const holderNames = ['zone', 'account', 'bundle'] as const satisfies readonly Row['holder'][]

function placeAndUsage(row: Row): string {
  return [row.place && `${holderWords[row.holder]} ${row.place}`, usageWords(row)]
    .filter((words) => words !== '')
    .join('; ')
}

function usageWords({ usedBy }: Row): string {
  if (usedBy === undefined) return ''
  return usedBy === 'yes' ? 'in use' : `used by ${usedBy}`
}
