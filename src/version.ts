import manifest from '../package.json' with { type: 'json' }

/** Put in by the bundler, which has them from the image's build arguments; a checkout has neither. */
declare const BUILD_VERSION: string | null | undefined
declare const BUILD_REVISION: string | null | undefined

export const version: string = (typeof BUILD_VERSION === 'undefined' ? null : BUILD_VERSION) ?? manifest.version

/** The revision that an image was built from; a checkout does not know its own. */
export const revision: string = (typeof BUILD_REVISION === 'undefined' ? null : BUILD_REVISION) ?? 'unknown'

/** How requests to Cloudflare's API name their sender. */
export const userAgent = `cloudflare-cert-exporter/${version}`
