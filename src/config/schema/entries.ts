import { z } from 'zod'
import { hostnamePattern } from '../../hostname.ts'
import { bundleKind } from '../../kinds/displayed-kinds.ts'
import type { Scope } from '../../kinds/kind.ts'
import { certificateKinds, defaultKind, kinds, kindsOfScope, kindsReadByDefault } from '../../kinds/kinds.ts'
import { defaults } from './defaults.ts'
import {
  accountId,
  caFilePath,
  certificateId,
  flag,
  labels,
  list,
  setting,
  strictMap,
  text,
  thresholdPair,
  thresholds,
  trustedBy,
  zoneId,
} from './parts.ts'

const namedKinds = certificateKinds.filter((each) => kinds[each].mayBeNamed)

/** Says of a kind that cannot be named where it is asked for. */
function namedKindError({ input }: { readonly input?: unknown }): string {
  const known = certificateKinds.find((each) => each === input)
  return known === undefined
    ? namedKinds.join(' or ')
    : `an entry of zones with kinds: [${known}], because a rotation gives such a certificate another id`
}

const kindsOf = (scope: Scope, fallback: readonly string[]) => {
  const words = kindsOfScope[scope]
  return setting(
    list(z.enum(words, { error: words.join(' or ') }), `a list of kinds: ${words.join(', ')}`).min(1, {
      error: `at least one of ${words.join(', ')}`,
    }),
    'Which kinds of certificates to watch.',
    [...fallback],
  )
}

/** What every entry may have, whichever list it stands in. */
const common = () => ({
  credentials: setting(
    text('the name of a credential'),
    'The name of the credential to ask with, from `credentials`.',
    defaults.credentials,
  ),
  ...labelsAndThresholds(),
})

const labelsAndThresholds = () => ({
  labels: labels(),
  trusted_by: trustedBy('The CA file that the origins behind this entry verify with; default: the global one.'),
  thresholds: thresholds('Thresholds of this entry; a missing one is inherited from the global ones.'),
})

const zoneLabel = () =>
  setting(text("the zone's name"), 'The name of the zone, a label for people; default: the zone id.')

const accountLabel = () =>
  setting(text("the account's name"), 'The name of the account, a label for people; default: the account id.')

const certificate = strictMap({
  zone_id: setting(zoneId(), "The id of the zone, 32 hexadecimal digits, from the zone's overview page."),
  account_id: setting(accountId(), 'The id of the account, in place of zone_id, for a kind that is kept in accounts.'),
  certificate_id: certificateId().describe('The id of the certificate, as Cloudflare gave it at the upload.'),
  name: setting(text('a name'), 'A name for people; default: the certificate id.'),
  zone: zoneLabel(),
  account: accountLabel(),
  kind: setting(
    z.enum(namedKinds, { error: namedKindError }),
    'What kind of certificate it is. In the stores of Authenticated Origin Pulls: `hostname` (assigned to single hostnames) or `zone`.',
    defaultKind,
  ),
  ...common(),
})

const hostnameWords =
  'a host name without scheme, port or path, without an empty label and without a dot at its end, such as app.example.com'

const hostname = strictMap({
  zone_id: zoneId().describe('The id of the zone that the hostname is in.'),
  hostname: text(hostnameWords, hostnamePattern)
    .max(253, { error: 'a host name of at most 253 characters' })
    .describe('The hostname whose certificate is watched, through every rotation.'),
  zone: zoneLabel(),
  ...common(),
})

const zone = strictMap({
  zone_id: zoneId().describe('The id of the zone to watch.'),
  zone: zoneLabel(),
  kinds: kindsOf('zone', kindsReadByDefault),
  exclude: setting(list(certificateId(), 'a list of certificate ids'), 'Ids of certificates not to watch.'),
  all_hostnames_listed: setting(
    flag(),
    'True if `hostnames` names every hostname of this zone that has an association. Then a certificate can be proved unused.',
    defaults.allHostnamesListed,
  ),
  ...common(),
})

const { trusted_by: _, ...commonOfAccounts } = common()

/** No origin verifies what is kept in an account. */
const account = strictMap({
  account_id: accountId().describe('The id of the account to watch.'),
  account: accountLabel(),
  kinds: kindsOf('account', kindsOfScope.account),
  exclude: setting(list(certificateId(), 'a list of certificate ids'), 'Ids of certificates not to watch.'),
  ...commonOfAccounts,
})

/** All of them are read in every cycle. */
const mostBundles = 100

const bundle = strictMap({
  name: text(
    'a name of at most 63 letters, digits, ".", "_" and "-" that begins with a letter or a digit',
    /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/,
  ).describe('The name of the bundle: its certificates are called by it, so it stays when the file changes.'),
  path: caFilePath().describe('The path of the CA file, in PEM.'),
  labels: labels(),
  thresholds: setting(
    strictMap(thresholdPair(bundleKind.thresholds)),
    'Thresholds of its certificates. The global ones do not count here.',
  ),
})

const discovery = strictMap({
  kinds: kindsOf('zone', kindsReadByDefault),
  include: setting(
    list(text('a zone name or id'), 'a list of zone names or ids'),
    'Names or ids of the zones to watch, with * as a wildcard; default: all.',
  ),
  exclude: setting(
    list(text('a zone name or id'), 'a list of zone names or ids'),
    'Names or ids of zones not to watch, with * as a wildcard.',
  ),
  credentials: setting(
    text('the name of a credential'),
    'The name of the credential whose zones are watched, from `credentials`; default: all of them.',
  ),
  ...labelsAndThresholds(),
})

export const entryLists = {
  certificates: setting(
    list(certificate, 'a list of certificates, each with zone_id or account_id, and certificate_id'),
    'The certificates to watch, each by its zone or account and its id.',
  ),
  hostnames: setting(
    list(hostname, 'a list of hostnames, each with zone_id and hostname'),
    'Watch whichever certificate a hostname uses, through every rotation.',
  ),
  zones: setting(
    list(zone, 'a list of zones, each with zone_id'),
    'Watch everything in these zones. Their certificates are listed again in every cycle.',
  ),
  accounts: setting(
    list(account, 'a list of accounts, each with account_id'),
    'Watch the certificates that are kept in these accounts. They are listed again in every cycle.',
  ),
  bundles: setting(
    list(bundle, 'a list of CA files, each with name and path').max(mostBundles, {
      error: `at most ${mostBundles} CA files`,
    }),
    'Watch every certificate of these CA files. Cloudflare is not asked for them.',
  ),
  discover_zones: setting(
    z.union([flag(), discovery], { error: 'true, false, or a map with the keys kinds, include, exclude' }),
    'Watch every zone that the credentials can see, or those that pass a filter. It needs the permission Zone > Zone > Read.',
    defaults.discoverZones,
  ),
}
