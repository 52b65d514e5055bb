import { type LoopbackServer, startLoopbackServer } from './loopback.ts'

type Labels = Readonly<Record<string, string>>

export interface Series {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

/** A target that shows what it is told to, as two replicas would: for states that the daemon reaches after hours. */
export async function startSyntheticTarget(series: () => readonly Series[]): Promise<LoopbackServer> {
  return startLoopbackServer((_, response) => {
    const lines = series().flatMap(({ name, labels, value }) =>
      ['a', 'b'].map((pod) => `${name}{${written({ ...labels, pod })}} ${value}`),
    )
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(`${lines.join('\n')}\n`)
  })
}

function written(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')
}

export interface SyntheticCertificate {
  readonly zone: string
  readonly name: string
  readonly kind?: string
  readonly labels?: Labels
  readonly daysLeft?: number
  readonly hoursSinceSuccess?: number
  readonly status?: string
  readonly mismatch?: string
  readonly inUse?: boolean
}

/** As long a busy machine may take, without another number of whole days in a text. */
const slack = 2 * 3600

/** What the daemon would show of a certificate, with default thresholds. */
export function seriesOf(certificate: SyntheticCertificate): Series[] {
  const { zone, name, kind = 'hostname', daysLeft = 300, hoursSinceSuccess = 0 } = certificate
  const identity = {
    kind,
    zone_id: `id of ${zone}`,
    certificate_id: `id of ${name}`,
    zone,
    name,
    ...certificate.labels,
  }
  const now = Date.now() / 1000
  const failing = hoursSinceSuccess > 0
  const one = (metric: string, value: number, labels: Labels = {}): Series => ({
    name: `cloudflare_cert_${metric}`,
    labels: { ...identity, ...labels },
    value,
  })
  return [
    one('expiry_timestamp_seconds', now + daysLeft * 86_400 + slack),
    one('threshold_seconds', 30 * 86_400, { severity: 'warning' }),
    one('threshold_seconds', 14 * 86_400, { severity: 'critical' }),
    one('check_success', Number(!failing)),
    ...(failing ? [one('check_error', 1, { reason: 'server_error', credentials: 'default' })] : []),
    one('last_success_timestamp_seconds', now - hoursSinceSuccess * 3600),
    one('stale_after_seconds', 6 * 3600),
    one('status', 1, { status: certificate.status ?? 'active' }),
    ...(certificate.mismatch ? [one('mismatch', 1, { field: certificate.mismatch })] : []),
    ...(certificate.inUse === undefined ? [] : [one('in_use', Number(certificate.inUse))]),
  ]
}
