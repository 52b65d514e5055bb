import { expect, test } from 'vitest'
import { expiryOf, expiryState, thresholdsInForce } from '../../src/certificate/urgency.ts'
import { drillCertificate, drillZone } from '../../src/daemon/drill.ts'
import { noon } from '../support/certificates.ts'
import { exposed } from '../support/exposed-zones.ts'

function stateAfter(minutes: number): string | undefined {
  const now = noon + minutes * 60
  const drill = drillCertificate(noon, now)
  if (!drill) return undefined
  const expiry = expiryOf(undefined, drill.known?.record) ?? Number.NaN
  return expiryState(expiry - now, thresholdsInForce(drill.entry.thresholds, undefined))
}

test('warning, critical, expired, gone, in thirty minutes', () => {
  expect([0, 9, 11, 19, 21, 29, 30].map(stateAfter)).toEqual([
    'warning',
    'warning',
    'critical',
    'critical',
    'expired',
    'expired',
    undefined,
  ])
})

test('its series say what it is', async () => {
  const drill = drillZone(noon, noon)
  const text = drill ? await exposed([drill]) : ''
  const identity = 'kind="drill",zone_id="00000000000000000000000000000000"'
  expect(text).toContain(`cloudflare_cert_expiry_timestamp_seconds{${identity}`)
  expect(text).toContain('zone="drill.invalid",name="drill"} ')
  expect(text).toContain('cloudflare_cert_check_success')
  expect(text).not.toContain('check_error')
})
