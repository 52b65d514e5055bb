/** Shorter ones are no secrets of Cloudflare's, and taking them out would make every line unreadable. */
const shortestSecret = 6

/** Takes secrets out of whatever leaves the process as text. */
export class Redactor {
  #secrets: readonly string[] = []

  /** From now on this secret is taken out, as it is, and as JSON and percent-encoding write it. */
  add(secret: string): void {
    if (secret.length < shortestSecret || this.#secrets.includes(secret)) return
    const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
    // The longest first: where one secret begins another, the rest of that would stay.
    this.#secrets = [...new Set([...this.#secrets, ...forms])].sort((a, b) => b.length - a.length)
  }

  readonly apply = (text: string): string => {
    let clean = text
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '[redacted]')
    return clean
  }
}
