import { z } from 'zod'
import { compareOrders, type Listed, type Order } from './sorted-certificates.ts'

const orderSchema = z.tuple([z.number(), z.number(), z.number(), z.string(), z.string()])

/** Where a list goes on: behind the last one shown, whether that one is still there or not. */
export function cursorBehind({ order }: Listed): string {
  return Buffer.from(JSON.stringify(order)).toString('base64url')
}

/** @returns undefined for what no cursor says */
export function readCursor(cursor: string): Order | undefined {
  try {
    return orderSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** @param sorted by urgency */
export function listedBehind(sorted: readonly Listed[], order: Order): readonly Listed[] {
  const start = sorted.findIndex((listed) => compareOrders(listed.order, order) > 0)
  return start < 0 ? [] : sorted.slice(start)
}
