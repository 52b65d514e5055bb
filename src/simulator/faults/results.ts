import { type Answer, isJsonList, isJsonObject, type Json, type JsonObject } from '../api/answer.ts'

/** Changes the result of a successful answer. Failures stay unchanged. */
export function withResult(answer: Answer, change: (result: Json) => Json): Answer {
  const { content } = answer
  if (Buffer.isBuffer(content) || content['success'] !== true) return answer
  return { ...answer, content: { ...content, result: change(content['result'] ?? null) } }
}

/** Changes the object of an answer, or each object of its list. */
export function withItems(answer: Answer, change: (item: JsonObject) => JsonObject): Answer {
  const changed = (value: Json): Json => (isJsonObject(value) ? change(value) : value)
  return withResult(answer, (result) => (isJsonList(result) ? result.map(changed) : changed(result)))
}

export interface ListPart {
  /** The entries of this page. */
  readonly items: readonly Json[]
  readonly info: JsonObject
}

/** Changes an answer that is a list or a page of one. One without `result_info` is changed as if it had one, and still has none. */
export function withList(answer: Answer, change: (part: ListPart) => ListPart): Answer {
  const { content } = answer
  if (Buffer.isBuffer(content) || content['success'] !== true) return answer
  const { result = null, result_info: info } = content
  const items = isJsonList(result) ? result : []
  if (isJsonObject(info)) {
    const changed = change({ items, info })
    return { ...answer, content: { ...content, result: changed.items, result_info: changed.info } }
  }
  if (!isJsonList(result)) return answer
  return { ...answer, content: { ...content, result: change({ items, info: {} }).items } }
}

/** A certificate in the form of lists before 2026, as a part of its association. */
export function association({ id, status, uploaded_on, ...rest }: JsonObject, hostname: string): JsonObject {
  const own = {
    hostname,
    cert_id: id,
    enabled: true,
    status: 'active',
    created_at: uploaded_on,
    updated_at: uploaded_on,
  }
  return { ...own, cert_status: status, cert_uploaded_on: uploaded_on, cert_updated_at: uploaded_on, ...rest }
}
