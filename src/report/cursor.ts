import { z } from 'zod'
import { compareOrders, type Order } from './order.ts'

const orderSchema = z.tuple([z.number(), z.number(), z.number(), z.string(), z.string()])

/** The place where a list continues: behind the last thing that was shown, even if that is gone. */
export function cursorBehind({ order }: { readonly order: Order }): string {
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

/** @param sorted sorted by urgency */
export function thingsBehind<T extends { readonly order: Order }>(sorted: readonly T[], order: Order): readonly T[] {
  const start = sorted.findIndex((thing) => compareOrders(thing.order, order) > 0)
  return start < 0 ? [] : sorted.slice(start)
}
