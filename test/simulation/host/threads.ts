import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'

/**
 * What Node.js gives to its threads ends when the machine has time. Here it is done at once, so that the same seed gives the same run.
 * To be imported before anything of `src/`.
 */
zlib.deflateRaw = Object.assign(deflateAtOnce, { __promisify__: zlib.deflateRaw.__promisify__ })
syncBuiltinESMExports()

function deflateAtOnce(...given: unknown[]): void {
  const [bytes, options, done] = given
  if (!(bytes instanceof Uint8Array) || typeof done !== 'function') throw new Error('it is called in another way')
  done(null, zlib.deflateRawSync(bytes, options ?? {}))
}
