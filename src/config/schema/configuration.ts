import { z } from 'zod'
import { defaults, fewestRequestsPer5m } from './defaults.ts'
import { entryLists } from './entries.ts'
import { duration, flag, list, phrase, setting, strictMap, text, thresholds, trustedBy } from './parts.ts'

const pace = `a whole number from ${fewestRequestsPer5m} to 1200`

const cloudflare = strictMap({
  base_url: setting(
    phrase('a URL that begins with https://'),
    "The root of Cloudflare's API; https only, except for loopback.",
    defaults.baseUrl,
  ),
  timeout: setting(duration(), 'How long a whole request may take, body included.', defaults.timeout),
  requests_per_5m: setting(
    z.int({ error: pace }).min(fewestRequestsPer5m, { error: pace }).max(1200, { error: pace }),
    'How many requests in five minutes per credential, over all shards. Cloudflare allows 1200, which you share with everything else you run.',
    defaults.requestsPer5m,
  ),
})

const credential = strictMap({
  api_token_file: setting(phrase('the path of a file'), 'The path of a file that holds an API token.'),
  account_id: setting(
    text('32 hexadecimal digits', /^[0-9a-fA-F]{32}$/),
    'The id of the account that owns the token; only needed to verify an account-owned token.',
  ),
  email: setting(phrase('an e-mail address', /^\S+@\S+$/), "The user's e-mail address, together with api_key_file."),
  api_key_file: setting(phrase('the path of a file'), "The path of a file that holds the user's global API key."),
})

const server = strictMap({
  listen: setting(
    phrase('an address with a port, such as ":9977", "127.0.0.1:9977" or "[::1]:9977"'),
    'Where to listen; without a host on all addresses, IPv4 and IPv6.',
    defaults.listen,
  ),
  probe_listen: setting(
    phrase('an address with a port, such as ":9978"'),
    "A second address for a kubelet's probes: it serves only /healthz and /readyz, in plain HTTP and without a password.",
  ),
  web_config_file: setting(
    phrase('the path of a file'),
    "TLS, client certificates and basic auth, in the exporter-toolkit's file format; read again when it changes.",
  ),
  allowed_hosts: setting(
    list(
      phrase(
        'a host name without a port, such as exporter.example.com',
        /^(?:[a-zA-Z0-9_-]+\.)*[a-zA-Z][a-zA-Z0-9-]*$/,
      ),
      'a list of host names',
    ).min(1, { error: 'a host name, or no list' }),
    'The names under which browsers may ask for it, against DNS rebinding. IP addresses and localhost are always allowed. Without this list every name is.',
  ),
  reload: setting(
    flag(),
    'Accept POST /-/reload from other machines even where no password and no client certificate is asked for.',
    defaults.reload,
  ),
  status_page: setting(flag(), 'Serve the status page, its JSON, the calendar and the runbooks.', defaults.statusPage),
  external_url: setting(
    phrase('a URL that begins with http:// or https://'),
    'Where people reach the status page. Log events about one certificate then have `url`, which opens its row.',
  ),
  alertmanager_url: setting(
    phrase('a URL that begins with http:// or https://'),
    "Where people reach Alertmanager. An opened row of the status page then links to the row's silences.",
  ),
})

const state = strictMap({
  path: setting(
    phrase('the path of a file'),
    'Where to keep the last known values, so that they survive a restart: a regular file of its own; default: $CLOUDFLARE_CERT_EXPORTER_STATE, else nothing is kept.',
  ),
})

const metrics = strictMap({
  preset: setting(
    z.enum(['full', 'minimal'], { error: '"full" or "minimal"' }),
    'Which metrics to expose: all of them, or only those that the shipped critical alerts need.',
    defaults.metrics.preset,
  ),
  deny: setting(
    list(
      phrase('the name of a metric, in which * stands for any characters', /^[a-zA-Z0-9_*]+$/),
      'a list of names of metrics',
    ),
    'Metrics to leave out, by name; * stands for any characters. `validate` names the alerts and panels that need them.',
    defaults.metrics.deny,
  ),
})

const shardIndex = "a whole number from 0, or a pod's name that ends in one"
const shardTotal = 'a whole number from 1'
const shard = strictMap({
  index: setting(
    z.union([z.int().min(0, { error: shardIndex }), z.string().regex(/\d$/, { error: shardIndex })], {
      error: shardIndex,
    }),
    "Which shard this is, from 0. It may be a pod's name that ends in its ordinal.",
    defaults.shard.index,
  ),
  total: setting(
    z.int({ error: shardTotal }).min(1, { error: shardTotal }),
    'How many shards there are.',
    defaults.shard.total,
  ),
})

/** The configuration file as it is written, before defaults and inheritance. It contains no transforms. */
export const configurationSchema = strictMap({
  schedule: setting(
    phrase('a cron expression, a nickname such as "@hourly", or a duration such as 15m'),
    'When to check: a cron expression of 5 or 6 fields, a nickname such as @hourly, or a duration such as 15m or 6h. Seconds and minutes have to divide 60, hours 24.',
    defaults.schedule,
  ),
  timezone: setting(
    phrase('an IANA time zone such as Europe/Berlin'),
    'The time zone of the cron expression.',
    defaults.timezone,
  ),
  thresholds: thresholds('How long before the expiry the alerts begin, unless an entry says otherwise.', {
    ...defaults.thresholds,
  }),
  trusted_by: trustedBy(
    'The CA file that the origins verify with, unless an entry names another. Without one nobody says whether they accept a certificate.',
  ),
  stale_after: setting(
    duration(),
    'Without a successful check for this long a certificate is stale; default: three schedule intervals, 6h at least.',
  ),
  cloudflare: setting(cloudflare, "How to talk to Cloudflare's API."),
  credentials: setting(
    z.record(z.string(), credential, { error: 'a map of names to credentials' }),
    'Named credentials. If none is named `default`, an entry that needs it uses the environment. A secret is the path of a file, never written here; the file is read again at every use.',
  ),
  ...entryLists,
  server: setting(server, 'The HTTP server.'),
  metrics: setting(metrics, 'Which metrics are exposed.'),
  state: setting(state, 'The state file.'),
  shard: setting(shard, 'Share the zones out among several instances. SHARD_INDEX and SHARD_TOTAL win over it.'),
  drill: setting(
    flag(),
    'Run one synthetic certificate (`kind="drill"`) through warning, critical and expired in 30 minutes from the start.',
    defaults.drill,
  ),
}).meta({
  title: 'cloudflare-cert-exporter',
  description: 'The configuration of cloudflare-cert-exporter.',
})

export type ConfigurationInput = z.infer<typeof configurationSchema>
