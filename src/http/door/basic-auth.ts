import { createHmac, randomBytes } from 'node:crypto'
import type { OnRefused } from '../refusals.ts'
import type { Reply } from '../routes.ts'

/** Undefined if too many checks are waiting. */
export type CheckPassword = (password: string, hash: string, client: string) => Promise<boolean | undefined>

type Users = ReadonlyMap<string, string>
type Verdict = 'right' | 'wrong' | 'busy'

/** The number of correct passwords to remember. It is far more than the readers of one exporter. */
const mostRemembered = 100

const unauthorized: Reply = {
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="cloudflare-cert-exporter", charset="UTF-8"' },
  body: 'unauthorized\n',
}
const busy: Reply = { status: 503, headers: { 'retry-after': '2' }, body: 'too many passwords to check at once\n' }

/** Asks for a name and a password. A correct password is checked once only. */
export class BasicAuth {
  readonly #check: CheckPassword
  readonly #onRefused: OnRefused
  /** Is random at every start, so that no table of common passwords helps to read the memory. */
  readonly #secret = randomBytes(32)
  /** Digests of correct passwords. The one that was used last is at the end. */
  readonly #right = new Set<string>()
  readonly #underWay = new Map<string, Promise<Verdict>>()

  constructor(check: CheckPassword, onRefused: OnRefused) {
    this.#check = check
    this.#onRefused = onRefused
  }

  /** The answer to a refused request, or undefined if the request is allowed. */
  async refusal(authorization: string | undefined, users: Users, client: string): Promise<Reply | undefined> {
    // A browser first asks without a password. This does not count as a refusal.
    if (users.size === 0 || authorization === undefined) return users.size === 0 ? undefined : unauthorized
    const credentials = parseBasic(authorization)
    const verdict = credentials ? await this.#verdict(credentials, users, client) : 'wrong'
    if (verdict === 'right') return undefined
    this.#onRefused(verdict === 'busy' ? 'passwords_full' : 'password_wrong', client)
    return verdict === 'busy' ? busy : unauthorized
  }

  #verdict({ name, password }: Credentials, users: Users, client: string): Verdict | Promise<Verdict> {
    const own = users.get(name)
    const hash = own ?? this.#decoy(name, users)
    const digest = this.#digest([name, hash, password])
    if (own !== undefined && this.#right.has(digest)) {
      this.#remember(digest)
      return 'right'
    }
    const known = this.#underWay.get(digest)
    if (known) return known
    const verdict = this.#check(password, hash, client)
      .then((matches): Verdict => {
        if (matches === undefined) return 'busy'
        if (!matches || own === undefined) return 'wrong'
        this.#remember(digest)
        return 'right'
      })
      .finally(() => this.#underWay.delete(digest))
    this.#underWay.set(digest, verdict)
    return verdict
  }

  /** An unknown name is checked against the hash of a fixed user, so that it takes as long as a known one. */
  #decoy(name: string, users: Users): string {
    const hashes = [...users.values()]
    const index = Number.parseInt(this.#digest([name]).slice(0, 8), 16) % hashes.length
    return hashes[index] ?? ''
  }

  #remember(digest: string): void {
    this.#right.delete(digest)
    this.#right.add(digest)
    const [oldest] = this.#right
    if (this.#right.size > mostRemembered && oldest !== undefined) this.#right.delete(oldest)
  }

  /** The digest contains the hash, so it no longer matches after the password in the file has changed. */
  #digest(parts: readonly string[]): string {
    return createHmac('sha256', this.#secret).update(JSON.stringify(parts)).digest('hex')
  }
}

interface Credentials {
  readonly name: string
  /** The password may contain colons. */
  readonly password: string
}

/** Undefined if the header is malformed. */
function parseBasic(authorization: string): Credentials | undefined {
  const [, encoded] =
    /^Basic +((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/i.exec(authorization) ?? []
  if (encoded === undefined) return undefined
  // bcrypt repeats a password that ends with a NUL, so many passwords would be equal.
  const [, name, password] = /^([^:\0]*):([^\0]*)$/.exec(decoded(Buffer.from(encoded, 'base64')) ?? '') ?? []
  return name === undefined || password === undefined ? undefined : { name, password }
}

/** Replacement characters for invalid UTF-8 would make many passwords equal. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
