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
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  for (const line of lines) {
    if (line.startsWith(`${prefix}hostname_`)) readHostname(line, hostnames)
    else if (line.startsWith(prefix)) readLine(line, certificates, others)
  }
  return { at, certificates, others, hostnames, series: lines.length }
}

function readLine(line: string, certificates: Map<string, SeenCertificate>, others: Map<string, number>): void {
  const brace = line.indexOf('{')
  const name = line.slice(prefix.length, brace < 0 ? line.indexOf(' ') : brace)
  const value = Number(line.slice(line.lastIndexOf(' ') + 1))
  if (brace < 0 || !line.startsWith('{kind="', brace) || !line.includes(',certificate_id="')) others.set(name, value)
  else if (isField(name)) certificateIn(line, brace, certificates)[fields[name]] = value
  else if (name === 'check_error') certificateIn(line, brace, certificates).reason = label(line, 'reason')
  else if (name === 'threshold_seconds')
    certificateIn(line, brace, certificates)[line.includes('severity="warning"') ? 'warningAt' : 'criticalAt'] = value
  else if (name === 'status' && line.includes('status="gone"'))
    certificateIn(line, brace, certificates).isGone = value === 1
}

/** One whose severity is absent is watched too. */
function readHostname(line: string, hostnames: Map<string, number | undefined>): void {
  const key = `${label(line, 'zone_id')}/${label(line, 'hostname')}`
  const value = line.startsWith(`${prefix}hostname_severity`)
    ? Number(line.slice(line.lastIndexOf(' ') + 1))
    : undefined
  hostnames.set(key, value ?? hostnames.get(key))
}

function certificateIn(line: string, brace: number, known: Map<string, SeenCertificate>): SeenCertificate {
  const zoneId = label(line, 'zone_id')
  const key = `${line.slice(brace + 7, line.indexOf('"', brace + 7))}/${zoneId}/${label(line, 'certificate_id')}`
  const seen = known.get(key) ?? { key, zoneId }
  known.set(key, seen)
  return seen
}

function label(line: string, name: string): string {
  const start = line.indexOf(`${name}="`) + name.length + 2
  return line.slice(start, line.indexOf('"', start))
}
