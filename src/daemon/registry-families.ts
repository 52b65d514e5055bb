import type { Registry } from 'prom-client'
import type { Family, Sample } from '../exposition/family.ts'

type Metric = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number]

/** Those of a histogram have a name of their own. */
type Value = Metric['values'][number] & { readonly metricName?: string }

/**
 * Reads what prom-client counts as families. prom-client's own rendering is not used, because writing OpenMetrics renames its counters for
 * good. A family is the same object until one of its values changes, so that the text written of it can be kept.
 */
export class RegistryFamilies {
  readonly #registry: Registry
  readonly #known = new Map<string, Family>()

  constructor(registry: Registry) {
    this.#registry = registry
  }

  async read(): Promise<readonly Family[]> {
    const metrics = await this.#registry.getMetricsAsJSON()
    return metrics.map((metric) => {
      const known = this.#known.get(metric.name)
      if (known && hasSameSamples(known, metric)) return known
      const family = familyOf(metric)
      this.#known.set(metric.name, family)
      return family
    })
  }
}

function hasSameSamples({ samples }: Family, { values }: Metric): boolean {
  return (
    samples.length === values.length &&
    samples.every((sample, i) => {
      const present = values[i]
      return present?.value === sample.value && hasSameLabels(sample, present)
    })
  )
}

function hasSameLabels(sample: Sample, { labels }: Value): boolean {
  return (
    sample.labels.length === Object.keys(labels).length &&
    sample.labels.every(([name, label]) => String(labels[name]) === label)
  )
}

function familyOf({ name, help, type, values }: Metric): Family {
  return { name, help, type: familyType(String(type)), samples: values.map((value) => sampleOf(name, value)) }
}

function sampleOf(family: string, { value, labels, metricName }: Value): Sample {
  const suffix = metricName?.startsWith(family) ? metricName.slice(family.length) : ''
  return { labels: Object.entries(labels).map(([name, label]) => [name, String(label)]), value, suffix }
}

function familyType(type: string): Family['type'] {
  return type === 'counter' || type === 'histogram' || type === 'summary' ? type : 'gauge'
}
