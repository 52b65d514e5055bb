import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Credential } from '../config/model.ts'
import type { CredentialReading } from './credential-secrets.ts'

const sharedFor: Seconds = 1

interface RecentReading {
  readonly credential: Credential
  /** By the monotonic clock. */
  readonly at: Seconds
  readonly reading: Promise<CredentialReading>
}

/** Reads secrets from their files, once for all requests within a second. A reading that failed is not kept. */
export class RecentSecrets {
  readonly #clock: Clock
  readonly #readNow: (credential: Credential) => Promise<CredentialReading>
  /** By the name of the credential. */
  readonly #recent = new Map<string, RecentReading>()

  constructor(clock: Clock, readNow: (credential: Credential) => Promise<CredentialReading>) {
    this.#clock = clock
    this.#readNow = readNow
  }

  read(credential: Credential): Promise<CredentialReading> {
    const { name } = credential
    const now = this.#clock.monotonic()
    const recent = this.#recent.get(name)
    if (recent?.credential === credential && now - recent.at < sharedFor) return recent.reading
    const reading = this.#readNow(credential).then((result) => {
      if (!result.ok) this.forget(name)
      return result
    })
    this.#recent.set(name, { credential, at: now, reading })
    return reading
  }

  /** The next reading is a new one. */
  forget(name: string): void {
    this.#recent.delete(name)
  }

  forgetAll(): void {
    this.#recent.clear()
  }
}
