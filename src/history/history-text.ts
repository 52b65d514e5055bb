import { z } from 'zod'
import { type CertificateHistory, type Change, type ChangeWord, changeWords, type Histories } from './model.ts'

/**
 * One letter a word, for the file has ten thousand certificates. Letters are never given to another word: files of earlier versions have
 * them.
 */
const letters: Readonly<Record<ChangeWord, string>> = {
  expired: 'A',
  critical: 'B',
  deployment_timed_out: 'C',
  not_yet_valid: 'D',
  stale: 'E',
  unknown: 'F',
  warning: 'G',
  mismatch: 'H',
  problem: 'I',
  not_active: 'J',
  check_failing: 'K',
  rotation_unfinished: 'L',
  unused: 'M',
  ok: 'N',
  presented: 'O',
  replaced: 'P',
  renewed: 'Q',
  not_trusted: 'R',
  origin_ca_expired: 'S',
  origin_ca_critical: 'T',
  origin_ca_warning: 'U',
  gone: 'V',
}
const words = new Map(changeWords.map((word) => [letters[word], word]))

const fileSchema = z.object({ version: z.literal(1), certificates: z.record(z.string(), z.unknown()) })
const entryPattern = /^([tf-])([0-9a-f]{0,8}):((?:[A-Z][0-9a-z]{1,8})*)$/

/** The text of the file, in slices, so that other work runs between them. */
export function* historySlices(histories: Histories): Generator<string> {
  yield '{"version":1,"certificates":{'
  let slice = ''
  let number = 0
  for (const [key, history] of histories) {
    slice += `${number === 0 ? '' : ','}\n${JSON.stringify(key)}:"${entryText(history)}"`
    if (++number % 500 === 0) {
      yield slice
      slice = ''
    }
  }
  yield `${slice}\n}}\n`
}

function entryText({ changes, inUse, fingerprint = '' }: CertificateHistory): string {
  const use = inUse === undefined ? '-' : inUse ? 't' : 'f'
  let before = 0
  const parts = changes.map(({ at, word }) => {
    const minute = Math.floor(at / 60)
    // A clock that was set back must not make a negative number.
    const text = `${letters[word]}${Math.max(0, minute - before).toString(36)}`
    before = Math.max(before, minute)
    return text
  })
  return `${use}${fingerprint}:${parts.join('')}`
}

export interface HistoryReading {
  readonly histories: Histories
  /** Entries that cannot be read. */
  readonly dropped: number
}

/** @returns undefined if it is no file of histories at all */
export function readHistory(text: string): HistoryReading | undefined {
  const result = fileSchema.safeParse(parsed(text))
  if (!result.success) return undefined
  const histories = new Map<string, CertificateHistory>()
  const entries = Object.entries(result.data.certificates)
  for (const [key, value] of entries) {
    const history = typeof value === 'string' ? readEntry(value) : undefined
    if (history) histories.set(key, history)
  }
  return { histories, dropped: entries.length - histories.size }
}

function readEntry(text: string): CertificateHistory | undefined {
  const [, use, fingerprint, changes] = entryPattern.exec(text) ?? []
  if (use === undefined || changes === undefined) return undefined
  return {
    changes: readChanges(changes),
    inUse: use === '-' ? undefined : use === 't',
    fingerprint: fingerprint || undefined,
  }
}

/** A word of a later version is passed over. */
function readChanges(text: string): readonly Change[] {
  let minute = 0
  return [...text.matchAll(/([A-Z])([0-9a-z]+)/g)].flatMap(([, letter = '', later = '']) => {
    minute += Number.parseInt(later, 36)
    const word = words.get(letter)
    return word === undefined ? [] : [{ at: minute * 60, word }]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
