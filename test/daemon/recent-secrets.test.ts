import { expect, test } from 'vitest'
import type { Credential } from '../../src/config/model.ts'
import type { CredentialReading } from '../../src/daemon/credential-secrets.ts'
import { RecentSecrets } from '../../src/daemon/recent-secrets.ts'

const credential: Credential = {
  name: 'default',
  accountId: undefined,
  kind: 'token',
  token: { kind: 'file', path: 'token' },
}
const good: CredentialReading = { ok: true, secret: { kind: 'token', token: 'a' } }

function secretsWith(reading: CredentialReading) {
  const at = { now: 0 }
  let reads = 0
  const clock = { now: () => 0, monotonic: () => at.now, sleep: () => Promise.resolve() }
  const secrets = new RecentSecrets(clock, async () => {
    reads += 1
    return reading
  })
  /** How often the file has been read once a secret has been asked for at this second. */
  const readsAfter = async (seconds: number) => {
    at.now = seconds
    await secrets.read(credential)
    return reads
  }
  return { secrets, readsAfter }
}

test('a secret is read once a second at most', async () => {
  const { readsAfter } = secretsWith(good)
  for (const [seconds, reads] of [
    [0, 1],
    [0.9, 1],
    [1, 2],
    [5, 3],
  ] as const)
    expect(await readsAfter(seconds), `after ${seconds} s`).toBe(reads)
})

test('a reading that failed is not shared', async () => {
  const { readsAfter } = secretsWith({ ok: false, detail: 'does not exist' })
  expect([await readsAfter(0), await readsAfter(0.1)]).toEqual([1, 2])
})

test('what is forgotten is read again at once', async () => {
  const { secrets, readsAfter } = secretsWith(good)
  await readsAfter(0)
  secrets.forget('default')
  expect(await readsAfter(0)).toBe(2)
})
