import { beforeEach, expect, test } from 'vitest'
import { noon, snapshotOf, watched } from './support/fleet.ts'
import { reset, useServed } from './support/served.ts'

const served = useServed()
beforeEach(() => reset(served()))

function fleetSeenAt(lastSuccess: number) {
  return snapshotOf(
    Array.from({ length: 2_000 }, (_, i) =>
      watched({
        number: i,
        name: `certificate-${i}`,
        daysLeft: (i * 7) % 360,
        use: { hostnames: [`host-${i}.shop.example`], inUse: true },
        check: { lastCheck: lastSuccess + (i % 60), lastSuccess: lastSuccess + (i % 60) },
      }),
    ),
  )
}

async function ask(headers: Readonly<Record<string, string>>) {
  const answer = await fetch(served().url, { headers: { 'accept-encoding': 'identity', ...headers } })
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', text: await answer.text() }
}

test('a page of 100 rows is under 120 kB, and what an unchanged fleet sends after a cycle under 5 kB', async () => {
  const rows = { accept: 'application/json, text/html;q=0.9' }
  served().history = [{ at: noon - 30 * 86_400, word: 'ok' }]
  served().snapshot = fleetSeenAt(noon - 3600)
  const page = await ask({})
  expect(page.text.match(/class="opener"/g)).toHaveLength(100)
  expect(Buffer.byteLength(page.text)).toBeLessThan(120_000)

  expect(await ask({ ...rows, 'if-none-match': page.etag })).toMatchObject({ status: 304, text: '' })

  served().snapshot = fleetSeenAt(noon - 60)
  served().daemon = { lastCycle: { startedAt: noon - 70, duration: 60 }, nextCycle: noon + 3540 }
  const after = await ask({ ...rows, 'if-none-match': page.etag })
  expect(after.status).toBe(200)
  expect(Buffer.byteLength(after.text)).toBeLessThan(5_000)
  expect(JSON.parse(after.text).version).toBe(after.etag.replaceAll('"', ''))
  // Who does not ask for it gets the page.
  expect((await ask({ 'if-none-match': page.etag })).text).toContain('<!doctype html>')
})
