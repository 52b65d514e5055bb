import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { formatName, formatVersion } from './state-schema.ts'

/** Says which process wrote a state file, and which of its writes this was. */
export interface WriteMark {
  /** Random for each process. Undefined in a file of a version without marks. */
  readonly id: string | undefined
  /** One more than that of the previous write, by any process. */
  readonly number: number
  /** The number of the first write since this process last took over the file. */
  readonly since: number
  /** True if the process makes no further write, because it was told to end. */
  readonly isLast: boolean
  readonly writtenAt: UnixSeconds
}

/** The form of the mark in the file, beside `writtenAt`. */
export const writerSchema = z.object({
  id: z.string().regex(/^[0-9a-f-]{8,64}$/),
  number: z.number().int().min(0),
  since: z.number().int().min(0),
  isLast: z.boolean(),
})

/** @param writer from the parsed file; anything that is not a mark counts as none */
export function markOf(writtenAt: UnixSeconds, writer: unknown): WriteMark {
  const result = writerSchema.safeParse(writer)
  return { writtenAt, ...(result.success ? result.data : { id: undefined, number: 0, since: 0, isLast: false }) }
}

/** The mark of any file that this program wrote is within this number of bytes. */
export const headBytes = 1024

const head = new RegExp(
  `^\\{"format":"${formatName}","version":${formatVersion},"writtenAt":([-+.e\\d]+),(?:"writer":(\\{[^{}]*\\}),)?"certificates":`,
)

/** Reads the mark from the first bytes of a file. Undefined if the file does not begin as this program writes it. */
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
