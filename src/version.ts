import manifest from '../package.json' with { type: 'json' }

export const { version } = manifest

/** The revision that an image was built from; a checkout does not know its own. */
export const revision = 'unknown'

/** How requests to Cloudflare's API name their sender. */
export const userAgent = `cloudflare-cert-exporter/${version}`
