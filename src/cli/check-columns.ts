import { stateWords } from '../judgement/words.ts'
import { kinds } from '../kinds/kinds.ts'
import { remarksOn } from '../report/remarks.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import { leftWord } from '../report/words.ts'

type Words = (certificate: CertificateReport) => string

export interface Column {
  readonly heading: string
  readonly cell: Words
}

/** What has a column, and what stands below the row instead. */
export interface Layout {
  readonly columns: readonly Column[]
  readonly below: readonly Words[]
}

const leading: readonly Column[] = [
  { heading: 'STATE', cell: ({ state }) => stateWords[state].toUpperCase() },
  { heading: 'LEFT', cell: ({ days_left }) => leftWord(days_left) },
]
const minute: Column = { heading: 'EXPIRES', cell: ({ expiry }) => expiry?.slice(0, 16).replace('T', ' ') ?? '-' }
const day: Column = { heading: 'EXPIRES', cell: ({ expiry }) => expiry?.slice(0, 10) ?? '-' }
const name: Column = { heading: 'NAME', cell: (certificate) => certificate.name }
const zone: Column = { heading: 'ZONE', cell: (certificate) => certificate.zone }
const usage: Column = { heading: 'USED BY', cell: (certificate) => usedBy(certificate) ?? '-' }
const last: Column = { heading: 'REMARKS', cell: remarks }

/** From the widest to the narrowest; a certificate without a name of its own is called by 36 characters, a zone by 32. */
export function layoutsFor(certificates: readonly CertificateReport[]): readonly [Layout, ...Layout[]] {
  // A column that says nothing of any certificate takes the room of those that do.
  const usages = certificates.some((certificate) => usedBy(certificate) !== undefined) ? [usage] : []
  return [
    { columns: [...leading, minute, name, zone, ...usages, last], below: [] },
    { columns: [...leading, day, name, zone], below: [usageWords, remarks] },
    { columns: [...leading, day, name], below: [(certificate) => `zone ${certificate.zone}`, usageWords, remarks] },
  ]
}

function remarks(certificate: CertificateReport): string {
  const { status } = certificate
  const own = status === null || status === 'active' ? [] : [`status ${status}`]
  return [...own, ...remarksOn(certificate)].join('; ')
}

function usageWords(certificate: CertificateReport): string {
  const by = usedBy(certificate)
  if (by === undefined) return ''
  return by === 'yes' ? 'in use' : `used by ${by}`
}

/** @returns undefined where nothing is known of it */
function usedBy({ kind, hostnames, in_use }: CertificateReport): string | undefined {
  const [first, ...others] = hostnames
  if (first !== undefined) return others.length > 0 ? `${first} +${others.length}` : first
  if (in_use === null) return undefined
  if (!in_use) return 'nobody'
  return (kind === 'drill' ? undefined : kinds[kind].words.usedByAll) ?? 'yes'
}
