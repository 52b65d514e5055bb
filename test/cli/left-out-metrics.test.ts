import { describe, expect, test } from 'vitest'
import { describeMetrics } from '../../src/cli/left-out-metrics.ts'

describe('validate says what a choice of metrics does', () => {
  test('nothing, if nothing is left out', async () => {
    expect(await describeMetrics({ preset: 'full', deny: [] })).toBe('')
  })

  test('an alert that can no longer fire, one that misses cases, and one that fires more often', async () => {
    const text = await describeMetrics({ preset: 'full', deny: ['cloudflare_cert_in_use', 'cloudflare_cert_mismatch'] })
    expect(text).toContain(
      'CloudflareCertMismatch (warning) can no longer fire, because it needs cloudflare_cert_mismatch\n',
    )
    expect(text).toContain(
      'CloudflareCertNotActive (warning) misses some cases, because it uses cloudflare_cert_in_use\n',
    )
    expect(text).toContain(
      'CloudflareCertExpired (critical) fires in more cases, because it lacks cloudflare_cert_in_use\n',
    )
  })

  test('a pattern that is the name of no metric', async () => {
    expect(await describeMetrics({ preset: 'full', deny: ['cloudflare_cert_expires'] })).toBe(
      '  warning: metrics.deny: cloudflare_cert_expires is the name of no metric\n',
    )
  })

  test('metrics that prom-client counts can be left out too', async () => {
    const text = await describeMetrics({ preset: 'full', deny: ['nodejs_*'] })
    expect(text).toMatch(/panels of the dashboard that lack data: Event loop lag/)
  })
})
