import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const configuration = `
oid_section = unregistered
[unregistered]
unknownType = 1.2.3.4
[req]
distinguished_name = none
string_mask = $ENV::STRINGS
x509_extensions = root
[none]
[root]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[issued]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = dated
[dated]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
`

const environment = { HOME: '/nonexistent', LC_ALL: 'C', OPENSSL_CONF: 'test.cnf', STRINGS: 'utf8only' }

interface Description {
  readonly printed: Readonly<Record<string, string>>
  readonly text: string
}

/** The real `openssl`, in a directory of its own. All names are file names without an ending. */
export class OpenSsl {
  readonly #directory = mkdtempSync(join(tmpdir(), 'certificate-test-'))
  /** What was printed of a certificate: many tests ask again, and a start takes its time. */
  readonly #descriptions = new Map<string, Description>()

  constructor() {
    writeFileSync(join(this.#directory, 'test.cnf'), configuration)
    writeFileSync(join(this.#directory, 'index.txt'), '')
    writeFileSync(join(this.#directory, 'index.txt.attr'), 'unique_subject = no\n')
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true })
  }

  /** `strings`: which ASN.1 string types names are written in, as OpenSSL's `string_mask` says it. */
  run(args: readonly string[], strings = 'utf8only'): string {
    const { PATH } = process.env
    return execFileSync('openssl', args, {
      cwd: this.#directory,
      env: { ...environment, PATH, STRINGS: strings },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  key(name: string, algorithm: string, ...options: readonly string[]): void {
    this.run([
      'genpkey',
      '-algorithm',
      algorithm,
      ...options.flatMap((option) => ['-pkeyopt', option]),
      '-out',
      `${name}.key`,
    ])
  }

  /** A self-signed certificate, with the key called `key`. */
  selfSigned(name: string, key: string, subject: string, options: readonly string[] = [], strings?: string): string {
    const fixed = ['req', '-x509', '-new', '-key', `${key}.key`, '-utf8', '-subj', subject, '-out', `${name}.pem`]
    this.run([...fixed, ...options], strings)
    return this.pem(name)
  }

  /** A certificate for the key called `key`, issued by the certificate `issuer`, whose key is called `issuerKey`. */
  issue(
    name: string,
    key: string,
    subject: string,
    issuer: string,
    issuerKey: string,
    options: readonly string[],
  ): string {
    this.run(['req', '-new', '-key', `${key}.key`, '-utf8', '-subj', subject, '-out', `${name}.csr`])
    const by = ['-CA', `${issuer}.pem`, '-CAkey', `${issuerKey}.key`, '-CAcreateserial', '-extfile', 'test.cnf']
    this.run(['x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`, ...options])
    return this.pem(name)
  }

  /** A self-signed certificate with a validity of its own, both ends as GeneralizedTime writes them. */
  dated(name: string, key: string, start: string, end: string): string {
    this.run(['req', '-new', '-key', `${key}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`])
    const dates = ['-startdate', start, '-enddate', end]
    const by = ['-batch', '-notext', '-selfsign', '-keyfile', `${key}.key`]
    this.run(['ca', ...by, '-in', `${name}.csr`, '-out', `${name}.pem`, ...dates])
    return this.pem(name)
  }

  write(name: string, pem: string): void {
    writeFileSync(join(this.#directory, `${name}.pem`), pem)
  }

  pem(name: string): string {
    return readFileSync(join(this.#directory, `${name}.pem`), 'utf8')
  }

  /** What `openssl x509` prints of a certificate, by what it writes before the equals sign: `{ serial: '0A', … }`. */
  print(name: string): Readonly<Record<string, string>> {
    return this.describe(name).printed
  }

  /** The same, and the text that `options` add to it. */
  describe(name: string, ...options: readonly string[]): Description {
    const key = [this.pem(name), ...options].join('\n')
    const known = this.#descriptions.get(key) ?? this.#describe(name, options)
    this.#descriptions.set(key, known)
    return known
  }

  #describe(name: string, options: readonly string[]): Description {
    const what = ['-startdate', '-enddate', '-serial', '-fingerprint', '-sha256', '-issuer', '-subject']
    const names = ['-nameopt', 'RFC2253,utf8,-esc_msb']
    const text = this.run(['x509', '-in', `${name}.pem`, '-noout', ...what, ...names, ...options])
    const cut = (line: string) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]
    return { printed: Object.fromEntries(text.split('\n').map(cut)), text }
  }
}
