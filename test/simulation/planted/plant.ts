import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import process from 'node:process'
import { plantedFaults } from './faults.ts'

/** To be loaded first, by `--import`: plants the fault of this number into the daemon's code. */
const fault = plantedFaults[Number(process.env['PLANTED'])]
if (!fault) throw new Error('PLANTED is no number of a fault')
const { href } = new URL(`../../../src/${fault.file}`, import.meta.url)
if (!readFileSync(new URL(href), 'utf8').includes(fault.from))
  throw new Error(`${fault.file} no longer has: ${fault.from}`)

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (url !== href) return loaded
    return { ...loaded, source: String(loaded.source).replace(fault.from, fault.to) }
  },
})
