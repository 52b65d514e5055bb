/** What one scrape shows, read as Prometheus' text format. */
export interface Scrape {
  readonly text: string
  /** By certificate id, each sample of this metric: its labels and its value. */
  samples(metric: string): readonly Sample[]
  /** The value of a metric without labels; undefined where it is absent. */
  value(metric: string): number | undefined
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export async function scrape(url: string): Promise<Scrape> {
  const answer = await fetch(`${url}/metrics`).catch(({ cause }: Error) => {
    throw new Error(`/metrics did not answer: ${cause instanceof Error ? cause.message : cause}`)
  })
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`)
  return readScrape(await answer.text())
}

export function readScrape(text: string): Scrape {
  return {
    text,
    samples: (metric) =>
      [...text.matchAll(new RegExp(`^${metric}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => ({
        labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, word]) => [name, word])),
        value: Number(value),
      })),
    value(metric) {
      return this.samples(metric)[0]?.value
    },
  }
}

/** When each certificate expires, by its id, of those of which it is known. */
export function expiries({ samples }: Scrape): ReadonlyMap<string, number> {
  return byCertificate(samples('cloudflare_cert_expiry_timestamp_seconds'))
}

/** 1 or 0 by certificate id. */
export function successes({ samples }: Scrape): ReadonlyMap<string, number> {
  return byCertificate(samples('cloudflare_cert_check_success'))
}

/** Why the last checks failed, each reason once. */
export function reasons({ samples }: Scrape): readonly string[] {
  const found = samples('cloudflare_cert_check_error').map(({ labels }) => labels['reason'] ?? '')
  return [...new Set(found)].sort()
}

function byCertificate(samples: readonly Sample[]): ReadonlyMap<string, number> {
  return new Map(samples.map(({ labels, value }) => [labels['certificate_id'] ?? '', value]))
}
