import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { formatName, formatVersion } from './state-schema.ts'

/** Which process wrote a state file, and with which of all writes of it. */
export interface WriteMark {
  /** Random, one for each process; undefined in a file of a version that wrote no marks. */
  readonly id: string | undefined
  /** One more than that of the write before, whoever made that one. */
  readonly number: number
  /** The number of the first write of this process since it last took the file over. */
  readonly since: number
  /** Whether the process writes no more: it was told to end. */
  readonly isLast: boolean
  readonly writtenAt: UnixSeconds
}

/** The mark as it stands in the file, beside `writtenAt`. */
export const writerSchema = z.object({
  id: z.string().regex(/^[0-9a-f-]{8,64}$/),
  number: z.number().int().min(0),
  since: z.number().int().min(0),
  isLast: z.boolean(),
})

/** @param writer of the parsed file; anything else than a mark counts as none */
export function markOf(writtenAt: UnixSeconds, writer: unknown): WriteMark {
  const result = writerSchema.safeParse(writer)
  return { writtenAt, ...(result.success ? result.data : { id: undefined, number: 0, since: 0, isLast: false }) }
}

/** So many bytes hold the mark of any file that this program wrote. */
export const headBytes = 1024

const head = new RegExp(
  `^\\{"format":"${formatName}","version":${formatVersion},"writtenAt":([-+.e\\d]+),(?:"writer":(\\{[^{}]*\\}),)?"certificates":`,
)

/** The mark in the first bytes of a file; undefined where the file does not begin as this program writes it. */
export function markInHead(text: string): WriteMark | undefined {
  const [, writtenAt, writer] = head.exec(text) ?? []
  if (writtenAt === undefined) return undefined
  try {
    return markOf(Number(writtenAt), writer === undefined ? undefined : JSON.parse(writer))
  } catch {
    return undefined
  }
}

export function isSameWrite(a: WriteMark | undefined, b: WriteMark | undefined): boolean {
  return a?.id === b?.id && a?.number === b?.number && a?.writtenAt === b?.writtenAt
}
