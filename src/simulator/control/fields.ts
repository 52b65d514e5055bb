import { isJsonObject, type JsonObject } from '../api/answer.ts'
import { type Parsed, parseJson, wrong } from '../api/parsed.ts'

/** Reads an object with no other fields than these. */
export function parseFields(body: string, known: readonly string[], example: string): Parsed<JsonObject> {
  const tree = parseJson(body, example)
  if (!tree.ok) return tree
  if (!isJsonObject(tree.value)) return wrong(`the body must be an object like ${example}`)
  const unknown = Object.keys(tree.value).find((name) => !known.includes(name))
  return unknown === undefined ? { ok: true, value: tree.value } : wrong(`there is no field ${JSON.stringify(unknown)}`)
}
