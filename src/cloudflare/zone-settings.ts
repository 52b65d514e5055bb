import type { Reading } from './certificate-answer.ts'
import { isObject } from './envelope.ts'

/** Reads whether a zone's own store is on, out of an envelope's `result`. */
export function readZoneSettings(result: unknown): Reading<boolean> {
  const enabled = isObject(result) ? result['enabled'] : undefined
  return typeof enabled === 'boolean'
    ? { ok: true, value: enabled }
    : { ok: false, detail: 'enabled is not true or false' }
}
