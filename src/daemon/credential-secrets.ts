import type { Secret } from '../cloudflare/authorization.ts'
import type { Credential } from '../config/model.ts'
import { readSecret, type SecretResult } from '../config/secrets/read-secret.ts'
import { type ReadFile, readLimited } from '../files/read-limited.ts'

export type CredentialReading =
  | {
      readonly ok: true
      readonly secret: Secret /** What is probably wrong with it, by its looks. */
      readonly oddity?: string
    }
  /** What is wrong, with the path of the file. */
  | { readonly ok: false; readonly detail: string }

/** Reads the secret of a credential, each time from its file. Never throws. */
export async function readCredential(
  credential: Credential,
  readFile: ReadFile = readLimited,
): Promise<CredentialReading> {
  switch (credential.kind) {
    case 'token': {
      const token = await readSecret(credential.token, 'token', readFile)
      return token.ok ? usable({ kind: 'token', token: token.value }, token) : token
    }
    case 'key': {
      const [email, key] = await Promise.all([
        readSecret(credential.email, undefined, readFile),
        readSecret(credential.key, 'key', readFile),
      ])
      if (!email.ok) return email
      return key.ok ? usable({ kind: 'key', email: email.value, key: key.value }, key) : key
    }
  }
}

function usable(secret: Secret, { oddity }: SecretResult & { ok: true }): CredentialReading {
  return { ok: true, secret, ...(oddity !== undefined && { oddity }) }
}

/** Remembers how the last reading of each credential ended. */
export class CredentialReadings {
  readonly #onChange: (credentials: string, before: CredentialReading | undefined, after: CredentialReading) => void
  readonly #last = new Map<string, CredentialReading>()

  /** @param onChange is called after the first reading of each credential, and after every reading that ended differently */
  constructor(
    onChange: (credentials: string, before: CredentialReading | undefined, after: CredentialReading) => void,
  ) {
    this.#onChange = onChange
  }

  note(credentials: string, reading: CredentialReading): void {
    const before = this.#last.get(credentials)
    this.#last.set(credentials, reading)
    if (!before || wordsOf(before) !== wordsOf(reading)) this.#onChange(credentials, before, reading)
  }

  /** The last reading, or undefined before the first. */
  of(credentials: string): CredentialReading | undefined {
    return this.#last.get(credentials)
  }
}

function wordsOf(reading: CredentialReading): string {
  return reading.ok ? `readable ${reading.oddity ?? ''}` : reading.detail
}
