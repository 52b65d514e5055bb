/** Shorter ones are no secrets of Cloudflare's, and taking them out would make every line unreadable. */
const shortestSecret = 6

/** Takes secrets out of whatever leaves the process as text. */
export class Redactor {
  readonly #secrets = new Set<string>()
  #forms: readonly string[] = []

  /** From now on this secret is taken out, as it is, and as JSON, percent-encoding and base64 write it. */
  add(secret: string): void {
    if (secret.length < shortestSecret || this.#secrets.has(secret)) return
    this.#secrets.add(secret)
    // The longest first: where one secret begins another, the rest of that would stay.
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
 * What base64 makes of a secret wherever it stands in a longer text, `Bearer …` say: three bytes become four digits, so there are three
 * ways to begin. The digits at both ends that depend on what stands beside the secret are left out.
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    const first = Math.ceil((offset * bitsInByte) / bitsInDigit)
    const end = Math.floor((bytes.length * bitsInByte) / bitsInDigit)
    return [bytes.toString('base64'), bytes.toString('base64url')].map((digits) => digits.slice(first, end))
  })
}
