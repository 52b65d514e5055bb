/** What a scrape says of one certificate. */
export interface SeenCertificate {
  readonly key: string
  readonly zoneId: string
  expiry?: number
  lastSuccess?: number
  inUse?: number
  warningAt?: number
  criticalAt?: number
  severity?: number
  success?: number
  reason?: string
  isGone?: boolean
}

export interface Scrape {
  readonly at: number
  readonly certificates: ReadonlyMap<string, SeenCertificate>
  /** The samples without a certificate, by name; of several the last. */
  readonly others: ReadonlyMap<string, number>
  readonly series: number
  /** How urgent each hostname is, by zone and name. */
  readonly hostnames: ReadonlyMap<string, number | undefined>
}

const prefix = 'cloudflare_cert_'
const hostnamePrefix = `${prefix}hostname_`

/** Which family goes into which field. */
const fields = {
  expiry_timestamp_seconds: 'expiry',
  last_success_timestamp_seconds: 'lastSuccess',
  in_use: 'inUse',
  severity: 'severity',
  check_success: 'success',
} as const

function isField(name: string): name is keyof typeof fields {
  return Object.hasOwn(fields, name)
}

/** Reads the text of a scrape: only what is judged. */
export function readScrape(text: string, at: number): Scrape {
  const certificates = new Map<string, SeenCertificate>()
  const others = new Map<string, number>()
  const hostnames = new Map<string, number | undefined>()
  let series = 0
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    if (to > from && text[from] !== '#') {
      series += 1
      if (text.startsWith(hostnamePrefix, from)) readHostname(text.slice(from, to), hostnames)
      else if (text.startsWith(prefix, from)) readLine(text.slice(from, to), certificates, others)
    }
    from = to + 1
  }
  return { at, certificates, others, hostnames, series }
}

function readLine(line: string, certificates: Map<string, SeenCertificate>, others: Map<string, number>): void {
  const brace = line.indexOf('{')
  const name = line.slice(prefix.length, brace < 0 ? line.indexOf(' ') : brace)
  const isOfCertificate = brace >= 0 && line.startsWith('{kind="', brace) && line.includes(',certificate_id="')
  if (!isOfCertificate) others.set(name, sampleOf(line))
  else if (isField(name)) certificateIn(line, brace, certificates)[fields[name]] = sampleOf(line)
  else if (name === 'check_error') certificateIn(line, brace, certificates).reason = label(line, 'reason')
  else if (name === 'threshold_seconds')
    certificateIn(line, brace, certificates)[line.includes('severity="warning"') ? 'warningAt' : 'criticalAt'] =
      sampleOf(line)
  else if (name === 'status' && line.includes('status="gone"'))
    certificateIn(line, brace, certificates).isGone = sampleOf(line) === 1
}

function sampleOf(line: string): number {
  return Number(line.slice(line.lastIndexOf(' ') + 1))
}

/** One whose severity is absent is watched too. */
function readHostname(line: string, hostnames: Map<string, number | undefined>): void {
  const key = `${label(line, 'zone_id')}/${label(line, 'hostname')}`
  const value = line.startsWith(`${prefix}hostname_severity`) ? sampleOf(line) : undefined
  hostnames.set(key, value ?? hostnames.get(key))
}

function certificateIn(line: string, brace: number, known: Map<string, SeenCertificate>): SeenCertificate {
  const zoneId = label(line, line.startsWith('",zone_id', line.indexOf('"', brace + 7)) ? 'zone_id' : 'account_id')
  const key = `${line.slice(brace + 7, line.indexOf('"', brace + 7))}/${zoneId}/${label(line, 'certificate_id')}`
  const seen = known.get(key) ?? { key, zoneId }
  known.set(key, seen)
  return seen
}

function label(line: string, name: string): string {
  const start = line.indexOf(`${name}="`) + name.length + 2
  return line.slice(start, line.indexOf('"', start))
}

/** What several shards say together. Where two show the same, the one counts that has read it last. */
export function together(scrapes: readonly Scrape[]): Scrape {
  const [first, ...others] = scrapes
  if (!first) throw new Error('there is no scrape')
  return others.reduce(both, first)
}

function both(a: Scrape, b: Scrape): Scrape {
  const certificates = new Map(a.certificates)
  for (const [key, seen] of b.certificates)
    if ((seen.lastSuccess ?? 0) >= (certificates.get(key)?.lastSuccess ?? 0)) certificates.set(key, seen)
  const others = new Map(a.others)
  for (const [name, value] of b.others) others.set(name, Math.min(value, others.get(name) ?? value))
  const hostnames = new Map([...a.hostnames, ...b.hostnames])
  return { at: a.at, certificates, others, hostnames, series: a.series + b.series }
}
