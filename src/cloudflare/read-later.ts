import type { Reading } from './certificate-answer.ts'
import type { Payload } from './envelope.ts'
import type { ApiAnswer } from './failure.ts'

/** A successful answer, whose payload is read when it is asked for. */
export interface Success {
  readonly payload: () => Payload
  /** 200 to 299. */
  readonly status: number
  readonly digest: string | undefined
  /** An equal answer to the same question could be read. */
  readonly isReadBefore: boolean
}

export function readPayload<T>({ payload, status }: Success, read: (payload: Payload) => Reading<T>): ApiAnswer<T> {
  const reading = read(payload())
  return reading.ok ? reading : { ok: false, failure: { reason: 'bad_response', status, detail: reading.detail } }
}

/** Reads an answer that could be read before once its value is asked for. */
export function readLater<T>(success: Success, read: (payload: Payload) => Reading<T>): ApiAnswer<T> {
  let value: { readonly read: T } | undefined
  return {
    ok: true,
    ...(success.digest !== undefined && { digest: success.digest }),
    get value() {
      value ??= { read: successOf(readPayload(success, read)) }
      return value.read
    },
  }
}

/** @throws if it is a failure, which an answer that could be read before is not */
export function successOf<T>(answer: ApiAnswer<T>): T {
  if (!answer.ok)
    throw new Error(`an answer that could be read before cannot be read any more: ${answer.failure.detail}`)
  return answer.value
}
