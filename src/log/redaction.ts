/** Shorter texts are not secrets of Cloudflare. Removing them would make every line unreadable. */
const shortestSecret = 6

/** Removes secrets from all text that leaves the process. */
export class Redactor {
  readonly #secrets = new Set<string>()
  #forms: readonly string[] = []

  /** Adds a secret to remove. It is also removed in the forms of JSON, percent-encoding and base64. */
  add(secret: string): void {
    if (secret.length < shortestSecret || this.#secrets.has(secret)) return
    this.#secrets.add(secret)
    // The longest comes first. If one secret begins with another one, the rest of it would otherwise remain.
    this.#forms = [...new Set([...this.#forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length)
  }

  readonly apply = (text: string): string => {
    let clean = text
    for (const form of this.#forms) clean = clean.replaceAll(form, '[redacted]')
    return clean
  }
}

function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...base64Forms(secret)]
}

const bitsInByte = 8
const bitsInDigit = 6

/**
 * The base64 forms of a secret at any place in a longer text, such as `Bearer …`. Three bytes become four digits, so there are three
 * forms. The digits at both ends that depend on the neighbouring text are left out.
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    const first = Math.ceil((offset * bitsInByte) / bitsInDigit)
    const end = Math.floor((bytes.length * bitsInByte) / bitsInDigit)
    return [bytes.toString('base64'), bytes.toString('base64url')].map((digits) => digits.slice(first, end))
  })
}
