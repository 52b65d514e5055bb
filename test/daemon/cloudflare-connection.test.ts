import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { probeDelay } from '../../src/cloudflare/probe-delay.ts'
import type { Config } from '../../src/config/model.ts'
import { CloudflareConnection } from '../../src/daemon/cloudflare-connection.ts'
import { Redactor } from '../../src/log/redaction.ts'
import { certificateId, config, zoneId } from '../config/support.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { readingFrom } from '../support/files-in-memory.ts'

/** Everything is asked with the last credential. */
function configured(...names: readonly string[]): Config {
  const credentials = Object.fromEntries(names.map((name) => [name, { api_token_file: '/token' }]))
  const certificates = names.map((name) => ({ zone_id: zoneId, certificate_id: certificateId, credentials: name }))
  return config(stringify({ credentials, certificates: certificates.slice(-1) }), {})
}

test('the outage of a credential that a reload took away calls for no probe', async () => {
  const clock = new FakeClock()
  const nothing = () => undefined
  const connection = new CloudflareConnection({
    onCircuit: nothing,
    onCredentialRead: nothing,
    onSuspected: nothing,
    onRefusedThroughout: nothing,
    onDenied: nothing,
    zonesWatched: () => 1,
    proxy: { httpsProxy: undefined, noProxy: undefined },
    openTransport: async () => ({
      send: async () => ({ ok: false, failure: { reason: 'network', detail: 'nobody answers' } }),
      close: async () => undefined,
      destroy: async () => undefined,
    }),
    readFile: readingFrom(() => 'a'.repeat(40)),
    redactor: new Redactor(),
    clock,
    random: () => 0.5,
    observer: { requested: nothing, retried: nothing, rateLimitRemaining: nothing },
  })
  const client = connection.clientFor(configured('kept', 'gone'))
  const question = { kind: 'hostname', scopeId: zoneId, certificateId, credentials: 'gone' } as const
  while (connection.nextProbe === undefined) {
    const asked = client.certificate(question, new AbortController().signal)
    await Promise.race([asked, clock.advance(60)])
  }
  expect(probeDelay(connection.probeDueIn('gone'))).toBe(connection.nextProbe)
  connection.clientFor(configured('kept'))
  expect(connection.nextProbe).toBeUndefined()
})
