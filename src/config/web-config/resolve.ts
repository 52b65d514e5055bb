import type { Tree } from '../yaml/tree.ts'
import type { Certificates } from './certificates.ts'
import { wantsTls } from './check.ts'
import type { WebConfig, WebTls } from './model.ts'
import { clientAuths, curves, defaultSuites, opensslCiphers, tlsVersion } from './names.ts'
import { type WebConfigInput, webConfigSchema } from './schema.ts'

type TlsInput = NonNullable<WebConfigInput['tls_server_config']>
type HeadersInput = NonNullable<WebConfigInput['http_server_config']>['headers']

/** The tree must have no problem. */
export function resolveWebConfig(tree: Tree, certificates: Certificates): WebConfig {
  const input = webConfigSchema.parse(tree)
  return {
    tls: wantsTls(tree) ? resolveTls(input.tls_server_config ?? {}, certificates) : undefined,
    users: new Map(Object.entries(input.basic_auth_users ?? {})),
    headers: resolveHeaders(input.http_server_config?.headers),
  }
}

function resolveTls(input: TlsInput, { cert, key, clientCas }: Certificates): WebTls {
  const suites = input.cipher_suites ?? []
  const preferences = input.curve_preferences ?? []
  return {
    cert,
    key,
    clientCas,
    clientAuth: clientAuths[input.client_auth_type || 'NoClientCert'] ?? 'require_and_verify',
    allowedSans: input.client_allowed_sans ?? undefined,
    minVersion: tlsVersion(input.min_version ?? 'TLS12'),
    maxVersion: tlsVersion(input.max_version ?? 'TLS13'),
    ciphers: opensslCiphers(suites.length > 0 ? suites : defaultSuites),
    ecdhCurve: preferences.length > 0 ? preferences.flatMap((curve) => curves[curve] ?? []).join(':') : undefined,
    honorCipherOrder: !['no', 'off', false].some((word) => word === input.prefer_server_cipher_suites),
  }
}

/** An empty text counts as absent, as in the toolkit. */
function resolveHeaders(input: HeadersInput): WebConfig['headers'] {
  const pairs = Object.entries(input ?? {}).map(([name, value]) => [name.toLowerCase(), String(value ?? '')] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
