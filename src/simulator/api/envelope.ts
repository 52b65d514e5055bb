import { type Answer, type Json, type JsonObject, jsonAnswer } from './answer.ts'

export interface ApiError {
  readonly code: number
  readonly message: string
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[]
}

/** An envelope with a single object. Its keys have the order of the recordings. */
export function single(result: JsonObject, messages: readonly Json[] = []): Answer {
  return jsonAnswer(200, { success: true, errors: [], messages, result })
}

/**
 * An envelope with a list. Its keys have another order than those of a single object, as in the recordings. Clients must not depend on
 * the order.
 */
export function list(items: readonly JsonObject[], whenEmpty: 'null' | 'list'): Answer {
  const count = items.length
  return jsonAnswer(200, {
    errors: [],
    messages: [],
    result: count === 0 && whenEmpty === 'null' ? null : items,
    result_info: { count, page: 1, per_page: 50, total_count: count, total_pages: 1 },
    success: true,
  })
}

/** One page of a longer list, with its keys in the order of the recording of `GET /zones`. */
export function page(all: readonly JsonObject[], number: number, perPage: number): Answer {
  const result = all.slice((number - 1) * perPage, number * perPage)
  const [count, total_count] = [result.length, all.length]
  const result_info = {
    page: number,
    per_page: perPage,
    total_pages: Math.ceil(total_count / perPage),
    count,
    total_count,
  }
  return jsonAnswer(200, { result, result_info, success: true, errors: [], messages: [] })
}

/** `short` leaves out `messages` and `result`, as the real API does for missing permissions. */
export function failure(status: number, errors: readonly ApiError[], form: 'full' | 'short' = 'full'): Answer {
  const list = errors.map(({ code, message, error_chain }): JsonObject => ({ code, message, error_chain }))
  const short = { success: false, errors: list }
  return jsonAnswer(status, form === 'short' ? short : { result: null, ...short, messages: [] })
}
