import { z } from 'zod'
import { compareOrders, type Listed, type Order } from './sorted-certificates.ts'

const orderSchema = z.tuple([z.number(), z.number(), z.number(), z.string(), z.string()])

/** The place where a list continues: behind the last certificate that was shown, even if that is gone. */
export function cursorBehind({ order }: Listed): string {
  return Buffer.from(JSON.stringify(order)).toString('base64url')
}

/** @returns undefined if the text is no cursor */
export function readCursor(cursor: string): Order | undefined {
  try {
    return orderSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** @param sorted the certificates, sorted by urgency */
export function listedBehind(sorted: readonly Listed[], order: Order): readonly Listed[] {
  const start = sorted.findIndex((listed) => compareOrders(listed.order, order) > 0)
  return start < 0 ? [] : sorted.slice(start)
}
