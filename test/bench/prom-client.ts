import { Gauge, Registry } from 'prom-client'
import { systemClock } from '../../src/clock.ts'
import type { DisplayedZone } from '../../src/exposition/aspects.ts'
import { certificateFamilies, expiryDays, labelsOf } from '../../src/exposition/certificate-families.ts'
import { type Labels, type Sample, sampleOf } from '../../src/exposition/family.ts'
import { placeLabels, storeFamilies, storeLabels, zoneSwitchFamilies } from '../../src/exposition/zone-families.ts'
import { median } from './figure.ts'

/** How long prom-client takes to write the same series, in milliseconds: the median of a few, and of fewer the longer they take. */
export async function timePromClient(zones: readonly DisplayedZone[]): Promise<number> {
  const registry = registryWith(zones)
  const times: number[] = []
  for (let spent = 0; times.length < 3 || (times.length < 11 && spent < 2_000); ) {
    const startedAt = performance.now()
    await registry.metrics()
    const time = performance.now() - startedAt
    times.push(time)
    spent += time
  }
  return median(times)
}

interface FamilyOf<Thing> {
  readonly name: string
  readonly help: string
  readonly series: (thing: Thing) => readonly (readonly [Labels, readonly Sample[]])[]
}

function registryWith(zones: readonly DisplayedZone[]): Registry {
  const registry = new Registry()
  for (const { name, help, series } of families()) {
    const all = zones
      .flatMap(series)
      .flatMap(([shared, samples]) =>
        samples.map(({ labels, value }) => ({ labels: Object.fromEntries([...shared, ...labels]), value })),
      )
    const labelNames = [...new Set(all.flatMap(({ labels }) => Object.keys(labels)))]
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const { labels, value } of all) gauge.set(labels, value)
  }
  return registry
}

const daysFamily = {
  ...expiryDays,
  samples: (...asked: Parameters<typeof expiryDays.valueOf>) => sampleOf(expiryDays.valueOf(...asked)),
}

function families(): readonly FamilyOf<DisplayedZone>[] {
  const now = systemClock.now()
  return [
    ...[...certificateFamilies, daysFamily].map(
      ({ name, help, samples }): FamilyOf<DisplayedZone> => ({
        name,
        help,
        series: ({ certificates }) =>
          [...certificates.values()].map((certificate) => [
            labelsOf(certificate.entry),
            samples(certificate, now, () => undefined),
          ]),
      }),
    ),
    ...zoneSwitchFamilies.map(
      ({ name, help, samples }): FamilyOf<DisplayedZone> => ({
        name,
        help,
        series: (zone) => [[placeLabels(zone), samples(zone, zone, now)]],
      }),
    ),
    ...storeFamilies.map(
      ({ name, help, samples }): FamilyOf<DisplayedZone> => ({
        name,
        help,
        series: (zone) => [...zone.stores.values()].map((store) => [storeLabels(store, zone), samples(store, zone)]),
      }),
    ),
  ]
}
