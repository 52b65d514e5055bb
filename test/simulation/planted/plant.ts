import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import process from 'node:process'
import { plantedFaults } from './faults.ts'

/** To be loaded first, by `--import`: plants the fault of this number into the daemon's code. */
const fault = plantedFaults[Number(process.env['PLANTED'])]
if (!fault) throw new Error('PLANTED is no number of a fault')
const places = [fault, ...(fault.also ? [fault.also] : [])].map((place) => {
  const { href } = new URL(`../../../src/${place.file}`, import.meta.url)
  if (!readFileSync(new URL(href), 'utf8').includes(place.from))
    throw new Error(`${place.file} no longer has: ${place.from}`)
  return { ...place, href }
})

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const place = places.find(({ href }) => href === url)
    return place ? { ...loaded, source: String(loaded.source).replace(place.from, place.to) } : loaded
  },
})
