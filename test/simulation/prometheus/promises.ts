import { wellSince } from '../invariants/knowledge.ts'
import type { World } from '../world/world.ts'

const certificate = '(kind, zone_id, certificate_id)'
const hostname = '(zone_id, hostname)'
const last = (metric: string, labels = '') =>
  `max by ${certificate} (last_over_time(cloudflare_cert_${metric}${labels}[30m]))`
const least = (metric: string, by = certificate, offset = '') =>
  `min by ${by} (last_over_time(cloudflare_cert_${metric}[30m]${offset}))`
const atPresent = (metric: string) => `cloudflare_cert_${metric}`
const thisMinute = (metric: string) => `last_over_time(cloudflare_cert_${metric}[59s])`
const inPlaces = (shown: typeof thisMinute) =>
  `on (kind, zone_id) (${shown('zone_check_success')} or ${shown('account_check_success')})`
/** Of a zone that is no longer watched, or not scraped, an alert may still begin. */
const ofShownPlace = (shown = thisMinute) => `and ${inPlaces(shown)}`
const hasLeft = `(${last('severity')} unless on ${certificate} ${atPresent('severity')}) ${ofShownPlace(atPresent)}`
const shownAsCritical = `min by ${certificate} (${thisMinute('severity')} == bool 3)`
const minutesBefore = `(last_over_time(simulation:critical:minutes[45m]) or 0 * ${shownAsCritical})`
/** Ten minutes of scrapes: so long an alert may wait for what a new pod has not read yet. */
const longCritical =
  `(${least('severity')} == 3) and on ${certificate} (last_over_time(simulation:critical:minutes[30m]) > 11)` +
  ` unless on ${certificate} simulation:left:count`
/** Of one that has left its list, and was shown for the last time ten minutes ago, no alert is waited for. */
const leftBefore = `(simulation:left:count unless on ${certificate} last_over_time(cloudflare_cert_severity[10m]))`
const lately = (what: 'max' | 'min', metric: string, by = certificate) =>
  `${what} by ${by} (${what}_over_time(cloudflare_cert_${metric}[65m]))`
const firing = (matchers: string) => `ALERTS{alertstate="firing",${matchers}}`
const ofCertificate = (matchers = '') => firing(`certificate_id!=""${matchers}`)
const expiryAlerts = ofCertificate(',alertname=~"CloudflareCertExp.*|CloudflareCertGone"')
const byAlert = '(alertname, kind, zone_id, certificate_id)'
const countOf = (offset = '') => `count by ${byAlert} (${ofCertificate()}${offset})`
/** An alert that began in a gap may have been right then, and outlives its cause. */
const whileShown = `${ofShownPlace()} unless on ${byAlert} last_over_time(simulation:begun_in_gap:count[65m])`
const withoutCertificate = firing('alertname="CloudflareHostnameWithoutCert"')

/** What the promises need to know of the minutes before. promtool loads too few samples at once to ask for it afterwards. */
export const recordings: readonly { readonly record: string; readonly expr: string }[] = [
  {
    record: 'simulation:left:count',
    expr:
      `count by ${certificate} (${hasLeft})` +
      ` or (last_over_time(simulation:left:count[1h]) unless on ${certificate} ${atPresent('severity')})`,
  },
  { record: 'simulation:critical:minutes', expr: `${shownAsCritical} * on ${certificate} (1 + ${minutesBefore})` },
  {
    record: 'simulation:begun_in_gap:count',
    expr: `${countOf()} unless ${countOf(' offset 1m')} unless ${inPlaces(thisMinute)}`,
  },
]

/**
 * What must never be so, by the shipped rules and the project's own judgement of the same scrapes. 65 minutes: an alert outlives its cause
 * by an hour, and is begun by one scrape.
 */
export const contradictions: readonly string[] = [
  // Critical by every replica, and nothing critical fires, also in half an hour of silence.
  `(${longCritical}) unless on ${certificate} ${ofCertificate(',severity="critical"')}`,
  // Something critical fires, and it has not been critical for longer than an alert outlives its cause.
  `${ofCertificate(',severity="critical"')} and on ${certificate} (${lately('max', 'severity')} < 3) ${whileShown}`,
  // At least a warning for longer than an alert may wait, and still shown, and nothing fires that is one.
  `(${lately('min', 'severity')} >= 2) and on ${certificate} ${least('severity')} unless on ${certificate} ${ofCertificate(',severity=~"critical|warning"')}` +
    ` unless on ${certificate} ${leftBefore}`,
  // A warning fires, and it has long been less.
  `${ofCertificate(',severity="warning"')} and on ${certificate} (${lately('max', 'severity')} < 2) ${whileShown}`,
  // Each of two replicas gives an alert of its own.
  ofCertificate(',instance!=""'),
  // Two of the alerts of its expiry at once.
  `count by ${certificate} (count by (kind, zone_id, certificate_id, alertname) (${expiryAlerts})) > 1`,
  // It is in use, ends within its warning threshold and has not left its list ten minutes ago, and none of the alerts of its expiry fires.
  `(${last('expiry_timestamp_seconds')} - time() < ${last('threshold_seconds', '{severity="warning"}')})` +
    ` and on ${certificate} (${least('in_use')} == 1) unless on ${certificate} ${expiryAlerts}` +
    ` unless on ${certificate} ${leftBefore}`,
  // The same of a hostname.
  `(${least('hostname_severity', hostname)} == 3) unless on ${hostname} ${withoutCertificate}`,
  `${withoutCertificate} and on ${hostname} (${lately('max', 'hostname_severity', hostname)} < 3)`,
]

/** These wait for hours. A new pod with an empty disk counts them from its own beginning, Prometheus from that of the alert. */
const alertsThatWaitLong = 'CloudflareCertRotationUnfinished|CloudflareCertUnused'
const longestWait = 7 * 3600

/** Anything fires, and it has long been fine. */
export function firesThoughFine({ watches, time }: World): string {
  const isOld = watches.every(({ startedAt }) => time.now - startedAt > longestWait)
  const alerts = ofCertificate(isOld ? '' : `,alertname!~"${alertsThatWaitLong}"`)
  return `${alerts} and on ${certificate} (${lately('max', 'severity')} < 1) ${whileShown}`
}

/** Longer than an alert waits, the daemon needs to notice and Prometheus is away. */
const longEnough = 3600
/** Longer than an alert outlives its cause. */
const longOver = 5400

/** What the world's own state lets fire now, and forbids. */
export function expectations(world: World): readonly string[] {
  const { weather, time, watches } = world
  const isLong = (since: number | undefined) => since !== undefined && time.now - since > longOver
  const isUp = watches.every((watch) => isLong(watch.wellSince))
  const isWell = watches.every((watch) => isLong(wellSince(world, watch)))
  const hasBeen = (name: 'token_file_missing') => weather.since('', time.now - longOver).includes(name)
  const missing = [...weather.active].find(({ name }) => name === 'token_file_missing')
  return [
    ...(isUp ? [firing('alertname="CloudflareCertExporterDown"')] : []),
    ...(isUp ? [firing('alertname="CloudflareCertExporterShardMissing"')] : []),
    ...(watches.some(({ missingFor }) => missingFor > longEnough)
      ? [mustFire('CloudflareCertExporterShardMissing')]
      : []),
    ...(isWell ? [firing('alertname="CloudflareCertExporterConfigReloadFailed"')] : []),
    ...(hasBeen('token_file_missing') ? [] : [firing('alertname="CloudflareCredentialUnreadable"')]),
    ...(isUp && missing && time.now - missing.from > longEnough ? [mustFire('CloudflareCredentialUnreadable')] : []),
  ]
}

/** Has a sample while it does not fire. */
function mustFire(alert: string): string {
  return `absent(${firing(`alertname="${alert}"`)})`
}
