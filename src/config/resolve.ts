import { stateVariable } from './checks/state-path.ts'
import { valid } from './checks/valid.ts'
import type { Config, Environment, Schedule } from './model.ts'
import { resolveTrustedBy, resolveWatchList } from './resolve-entries.ts'
import { resolveThresholds } from './resolve-thresholds.ts'
import type { ConfigurationInput } from './schema/configuration.ts'
import { defaults } from './schema/defaults.ts'
import { resolveCredentials, withoutUnused } from './secrets/credentials.ts'
import { parseBaseUrl, parsePageUrl } from './values/base-url.ts'
import { parseDuration } from './values/duration.ts'
import { parseListenAddress } from './values/listen-address.ts'
import { besideFile } from './values/relative-path.ts'
import { parseSchedule } from './values/schedule.ts'
import { resolveShard } from './values/shard.ts'
import { defaultStaleAfter } from './values/threshold.ts'

/** Everything except the hashes of the file and the places in it. */
type ResolvedConfig = Omit<Config, 'hash' | 'digest' | 'state' | 'trustFiles'> & {
  readonly state: Pick<Config['state'], 'path'>
}

/** Applies defaults and inheritance. Throws if the input has a problem, because the caller must have checked it before. */
export function resolveConfig(input: ConfigurationInput, path: string, env: Environment): ResolvedConfig {
  const schedule = resolveSchedule(input)
  const thresholds = resolveThresholds(input.thresholds, resolveThresholds(defaults.thresholds, undefined))
  const staleAfter =
    input.stale_after === undefined
      ? defaultStaleAfter(schedule.intervalSeconds)
      : valid(parseDuration(input.stale_after))
  const trustedBy = resolveTrustedBy(input.trusted_by, path, true)
  const credentials = resolveCredentials(input.credentials, path, env)
  const watch = resolveWatchList(input, [...credentials.keys()], {
    thresholds,
    byKind: input.thresholds?.by_kind ?? {},
    staleAfter,
    trustedBy,
    path,
  })
  return {
    path,
    schedule,
    cloudflare: resolveCloudflare(input.cloudflare),
    credentials: withoutUnused(credentials, input.credentials, watch),
    watch,
    shard: resolveShard(input.shard, env),
    metrics: {
      preset: input.metrics?.preset ?? defaults.metrics.preset,
      deny: input.metrics?.deny ?? defaults.metrics.deny,
    },
    drill: input.drill ?? defaults.drill,
    state: { path: statePath(input.state?.path, path, env) },
    server: resolveServer(input.server, path),
  }
}

/** The image sets the variable, so that its state has a place with any configuration. */
function statePath(named: string | undefined, configPath: string, env: Environment): string | undefined {
  return named === undefined ? env[stateVariable] || undefined : besideFile(named, configPath)
}

function resolveSchedule(input: ConfigurationInput): Schedule {
  const text = input.schedule ?? defaults.schedule
  const result = parseSchedule(text)
  if (!result.ok) throw new Error(`a schedule was resolved that had not been validated: ${result.problem}`)
  // A duration in local time would be an hour longer or shorter when summer time begins or ends.
  const timezone = result.isDuration ? 'UTC' : (input.timezone ?? defaults.timezone)
  return { text, cron: result.cron, timezone, intervalSeconds: result.intervalSeconds }
}

function resolveCloudflare(input: ConfigurationInput['cloudflare']): Config['cloudflare'] {
  const url = parseBaseUrl(input?.base_url ?? defaults.baseUrl)
  if (!url.ok) throw new Error(`a URL was resolved that had not been validated: it ${url.reason}`)
  return {
    baseUrl: url.baseUrl,
    timeoutSeconds: valid(parseDuration(input?.timeout ?? defaults.timeout)),
    requestsPer5m: input?.requests_per_5m ?? defaults.requestsPer5m,
  }
}

function resolveServer(input: ConfigurationInput['server'], path: string): Config['server'] {
  const webConfigFile = input?.web_config_file
  return {
    listen: valid(parseListenAddress(input?.listen ?? defaults.listen)),
    probeListen: input?.probe_listen === undefined ? undefined : valid(parseListenAddress(input.probe_listen)),
    webConfigFile: webConfigFile === undefined ? undefined : besideFile(webConfigFile, path),
    allowedHosts: input?.allowed_hosts?.map((name) => name.toLowerCase()),
    reload: input?.reload ?? defaults.reload,
    statusPage: input?.status_page ?? defaults.statusPage,
    externalUrl: pageUrl(input?.external_url),
    alertmanagerUrl: pageUrl(input?.alertmanager_url),
  }
}

function pageUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = parsePageUrl(text)
  if (!url.ok) throw new Error(`a URL was resolved that had not been validated: it ${url.reason}`)
  return url.baseUrl
}
