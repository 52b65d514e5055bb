import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'

/**
 * What Node.js gives to its threads ends when the machine has time. Here it is done at once, so that the same seed gives the same run.
 * To be imported before anything of `src/`.
 */
zlib.deflateRaw = Object.assign(atOnce(zlib.deflateRawSync), { __promisify__: zlib.deflateRaw.__promisify__ })
zlib.inflateRaw = Object.assign(atOnce(zlib.inflateRawSync), { __promisify__: zlib.inflateRaw.__promisify__ })
syncBuiltinESMExports()

function atOnce(work: typeof zlib.deflateRawSync) {
  return (...given: unknown[]): void => {
    const [bytes, options] = given
    const done = given.at(-1)
    if (!(bytes instanceof Uint8Array) || typeof done !== 'function') throw new Error('it is called in another way')
    done(null, work(bytes, typeof options === 'object' && options !== null ? options : {}))
  }
}
