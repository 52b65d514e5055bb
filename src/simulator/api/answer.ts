export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json | undefined }

/** An answer before it becomes bytes. Faults can change it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Cloudflare's envelope, or other content as bytes. */
  readonly content: JsonObject | Buffer
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function bytesOf({ content }: Answer): Buffer {
  return Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
}

/** An answer that does not come from the API: an edge page, the page of a proxy, or an answer of the control endpoint. */
export function plainAnswer(status: number, contentType: string, body: string | Buffer): Answer {
  return { status, headers: { 'content-type': contentType }, content: Buffer.from(body) }
}

export function textAnswer(status: number, body: string): Answer {
  return plainAnswer(status, 'text/plain; charset=UTF-8', body)
}

export function jsonAnswer(status: number, content: JsonObject): Answer {
  return { status, headers: { 'content-type': 'application/json' }, content }
}
