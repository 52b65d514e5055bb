import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { isKeptByCloudflare } from '../kinds/displayed-kinds.ts'
import { endpointsOf, idNames, kinds } from '../kinds/kinds.ts'

/** Shell commands that check a certificate by hand. They name the variable of the secret, never the secret. */
export interface Commands {
  readonly curl: string
  /** Undefined where Cloudflare gives no PEM. */
  readonly ofPem: CommandsOfPem | undefined
}

interface CommandsOfPem {
  readonly openssl: string
  /** Prints the dates of every certificate of the chain. */
  readonly chain: string
}

const readingLeaf = 'openssl x509 -noout -subject -issuer -serial -dates -fingerprint -sha256'
const readingChain = "openssl storeutl -noout -text -certs /dev/stdin | grep -E 'Issuer:|Subject:|Not (Before|After)'"

/**
 * @param baseUrl of Cloudflare's API, without a trailing slash
 * @returns undefined for what Cloudflare does not know: a certificate of a CA file, and that of a drill
 */
export function commandsFor(
  { kind, scopeId, certificateId }: DisplayedCertificate['entry'],
  baseUrl: string,
  credential: 'token' | 'key',
): Commands | undefined {
  if (!isKeptByCloudflare(kind)) return undefined
  const ids: Readonly<Record<string, string>> = { [idNames[kinds[kind].scope]]: scopeId, certificate_id: certificateId }
  const path = endpointsOf(kind).byId.replace(/\{(\w+)\}/g, (_, name: string) => segment(ids[name] ?? ''))
  const authorization =
    credential === 'token'
      ? '--header "Authorization: Bearer $CLOUDFLARE_API_TOKEN"'
      : '--header "X-Auth-Email: $CLOUDFLARE_EMAIL" --header "X-Auth-Key: $CLOUDFLARE_API_KEY"'
  const curl = `curl --silent --show-error ${authorization} ${quoted(baseUrl + path)}`
  return { curl, ofPem: commandsOfPem(curl, kinds[kind].form.pem) }
}

function commandsOfPem(curl: string, field: string | undefined): CommandsOfPem | undefined {
  if (field === undefined) return undefined
  const pem = `${curl} | jq --raw-output .result.${field}`
  return { openssl: `${pem} | ${readingLeaf}`, chain: `${pem} | ${readingChain}` }
}

/** encodeURIComponent throws at half of a surrogate pair. */
function segment(id: string): string {
  return encodeURIComponent(id.toWellFormed())
}

/** One word of a POSIX shell, whatever it holds. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
