import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'
import { readStored, stored } from './stored-deflate.ts'

/**
 * What Node.js gives to its threads ends when the machine has time. Here it is done at once, so that the same seed gives the same run, and
 * without compressing, which would take a tenth of the run. To be imported before anything of `src/`.
 */
zlib.deflateRaw = Object.assign(atOnce(stored), { __promisify__: zlib.deflateRaw.__promisify__ })
zlib.inflateRaw = Object.assign(atOnce(readStored), { __promisify__: zlib.inflateRaw.__promisify__ })
zlib.deflateRawSync = (given) => stored(bytesOf(given))
zlib.inflateRawSync = (given) => readStored(bytesOf(given))
syncBuiltinESMExports()

function atOnce(work: (bytes: Uint8Array) => Buffer<ArrayBuffer>) {
  return (...given: unknown[]): void => {
    const done = given.at(-1)
    if (typeof done !== 'function') throw new Error('it is called in another way')
    done(null, work(bytesOf(given[0])))
  }
}

function bytesOf(given: unknown): Uint8Array {
  if (!(given instanceof Uint8Array)) throw new Error('it is called in another way')
  return given
}
