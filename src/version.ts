import manifest from '../package.json' with { type: 'json' }

/** The bundler inserts these from the build arguments of the image. A checkout has neither. */
declare const BUILD_VERSION: string | null | undefined
declare const BUILD_REVISION: string | null | undefined

export const version: string = (typeof BUILD_VERSION === 'undefined' ? null : BUILD_VERSION) ?? manifest.version

/** The revision that an image was built from. Undefined in a checkout. */
export const revision: string = (typeof BUILD_REVISION === 'undefined' ? null : BUILD_REVISION) ?? 'unknown'

/** The User-Agent of requests to Cloudflare's API. */
export const userAgent = `cloudflare-cert-exporter/${version}`
