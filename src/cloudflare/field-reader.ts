import type { AnswerField } from '../kinds/answer-fields.ts'
import { parseApiTime } from './time.ts'

/**
 * The longest text that is accepted. A name may have a hundred attributes of the 128 characters that RFC 5280 allows, and all of it
 * is kept, logged and written to the state.
 */
export const longestText = 16_384

/** The length of a DNS name written with dots (RFC 1035, 2.3.4), with the sign of a wildcard before it. */
const longestHost = 255

/** An id in lower case: a UUID, or 32 hexadecimal digits in the older form. It becomes part of keys, addresses and the state. */
export function readCertificateId(id: unknown): string | undefined {
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id.toLowerCase() : undefined
}

/** Reads the fields of a result one by one, and notes those that are present and unreadable. */
export class FieldReader {
  readonly #result: Readonly<Record<string, unknown>>
  readonly #unreadable = new Set<AnswerField>()

  constructor(result: Readonly<Record<string, unknown>>) {
    this.#result = result
  }

  get unreadable(): readonly AnswerField[] {
    return [...this.#unreadable]
  }

  /** The unreadable fields in words for people. */
  get remark(): string {
    return this.#unreadable.size > 0 ? ` that can be read: ${this.unreadable.join(', ')} came in another form` : ''
  }

  id(): string | undefined {
    return this.#first('id', ['id', 'cert_id'], readCertificateId)
  }

  text(field: AnswerField, names: readonly string[], longest = longestText): string | undefined {
    return this.#first(field, names, (value) =>
      typeof value === 'string' && value.length <= longest ? value : undefined,
    )
  }

  /** A list of texts of which every one can be read. */
  texts(field: AnswerField, names: readonly string[]): readonly string[] | undefined {
    return this.#first(field, names, (value) => {
      const isListOfHosts = Array.isArray(value) && value.length <= mostHosts && value.every(isHost)
      return isListOfHosts ? value : undefined
    })
  }

  flag(field: AnswerField, names: readonly string[]): boolean | undefined {
    return this.#first(field, names, (value) => (typeof value === 'boolean' ? value : undefined))
  }

  /** Go's zero time means that no date is set. It is not unreadable. */
  instant(field: AnswerField, names: readonly string[]): number | undefined {
    const seconds = this.#first(field, names, (value) => {
      const read = typeof value === 'string' ? (parseApiTime(value) ?? Number.NEGATIVE_INFINITY) : Number.NaN
      return Number.isNaN(read) ? undefined : read
    })
    return seconds === Number.NEGATIVE_INFINITY ? undefined : seconds
  }

  /** Reads the first of several names that has a readable value. An unreadable one before it is noted all the same. */
  #first<T>(field: AnswerField, names: readonly string[], read: (value: unknown) => T | undefined): T | undefined {
    for (const name of names) {
      const given = this.#result[name]
      if (isNothing(given)) continue
      const value = read(given)
      if (value !== undefined) return value
      this.#unreadable.add(field)
    }
    return undefined
  }
}

/** More than any certificate has. Every host is kept, compared and written to the state. */
const mostHosts = 1_000

function isHost(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestHost
}

export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
