/** A signature algorithm in any spelling. `hash` is undefined if the name does not contain it. */
interface SignatureAlgorithm {
  readonly key: string
  readonly hash: string | undefined
}

/** Whether two names, in any spelling or as object identifiers, can mean the same signature algorithm. */
export function isSameSignatureAlgorithm(one: string, other: string): boolean {
  const [a, b] = [readAlgorithm(one), readAlgorithm(other)]
  // `rsassaPss`, like its object identifier, names no hash, so it contradicts none.
  return a.key === b.key && (a.hash === b.hash || a.hash === undefined || b.hash === undefined)
}

function readAlgorithm(text: string): SignatureAlgorithm {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^oid\./, '')
  const spelled = (objectIdentifiers.get(name) ?? name).replace(/[^a-z0-9]/g, '')
  const key = keys.find(([, parts]) => parts.every((part) => spelled.includes(part)))?.[0]
  return key === undefined ? { key: name, hash: undefined } : { key, hash: hashPattern.exec(spelled)?.[0] }
}

/**
 * Each with the words that its name must contain. The order matters, because `ecdsa` contains `dsa`, and every RSASSA-PSS contains `rsa`.
 */
const keys: readonly (readonly [key: string, parts: readonly string[]])[] = [
  ['ed25519', ['ed25519']],
  ['ed448', ['ed448']],
  ['ecdsa', ['ecdsa']],
  ['rsapss', ['rsa', 'pss']],
  ['rsapss', ['rsa', 'mgf1']],
  ['rsa', ['rsa']],
  ['dsa', ['dsa']],
]

/** Truncated SHA-512 and SHA-3 come before the names that they begin with. */
const hashPattern = /md[245]|sha(?:512224|512256|3224|3256|3384|3512|1|224|256|384|512)/

const objectIdentifiers: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'md2-rsa'],
  ['1.2.840.113549.1.1.3', 'md4-rsa'],
  ['1.2.840.113549.1.1.4', 'md5-rsa'],
  ['1.2.840.113549.1.1.5', 'sha1-rsa'],
  ['1.3.14.3.2.29', 'sha1-rsa'],
  ['1.2.840.113549.1.1.14', 'sha224-rsa'],
  ['1.2.840.113549.1.1.11', 'sha256-rsa'],
  ['1.2.840.113549.1.1.12', 'sha384-rsa'],
  ['1.2.840.113549.1.1.13', 'sha512-rsa'],
  ['1.2.840.113549.1.1.10', 'rsa-pss'],
  ['1.2.840.10045.4.1', 'ecdsa-sha1'],
  ['1.2.840.10045.4.3.1', 'ecdsa-sha224'],
  ['1.2.840.10045.4.3.2', 'ecdsa-sha256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-sha384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-sha512'],
  ['1.2.840.10040.4.3', 'dsa-sha1'],
  ['2.16.840.1.101.3.4.3.2', 'dsa-sha256'],
  ['1.3.101.112', 'ed25519'],
  ['1.3.101.113', 'ed448'],
])
