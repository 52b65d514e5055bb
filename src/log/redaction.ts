/** Shorter ones are no secrets of Cloudflare's, and taking them out would make every line unreadable. */
const shortestSecret = 6

/** Takes secrets out of whatever leaves the process as text. */
export class Redactor {
  readonly #secrets = new Set<string>()

  /** From now on this secret is taken out, as it is, and as JSON and percent-encoding write it. */
  add(secret: string): void {
    if (secret.length < shortestSecret) return
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      this.#secrets.add(form)
  }

  readonly apply = (text: string): string => {
    let clean = text
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '[redacted]')
    return clean
  }
}
