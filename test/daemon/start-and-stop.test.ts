import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Transmission, Transport } from '../../src/cloudflare/transport.ts'
import { listen } from '../../src/http/server.ts'
import { systemDisk } from '../../src/state/state-disk.ts'
import { startInProcess } from '../reliability/support/daemon.ts'
import { entry } from '../support/certificates.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { useStateFolder } from '../support/state.ts'

let state: string
let folder: string
useStateFolder((...made) => {
  ;[state, folder] = made
})

/** Nothing that is tried again. */
const failed: Transmission = { ok: false, failure: { reason: 'bad_response', detail: 'no JSON' } }

const unanswered: Transport['send'] = (_url, _headers, _timeout, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** A daemon whose requests end as the test says, on a clock that the test moves. Its listener outlives it. */
async function started(send: Transport['send'], disk = systemDisk) {
  const { scopeId, certificateId } = entry()
  const configuration = {
    schedule: '@hourly',
    credentials: { default: { api_token_file: 'token' } },
    certificates: [{ zone_id: scopeId, certificate_id: certificateId, kind: 'hostname' }],
    state: { path: state },
  }
  const path = join(folder, 'config.yaml')
  await writeFile(path, JSON.stringify(configuration))
  await writeFile(join(folder, 'token'), 'a'.repeat(40))
  const clock = new FakeClock(Math.floor(Date.now() / 1000))
  let url = ''
  const nothing = async () => undefined
  const daemon = await startInProcess(path, clock, {
    disk,
    surroundings: {
      openTransport: async () => ({ send, close: nothing, destroy: nothing }),
      openListeners: async (options) => {
        const server = await listen({ host: '127.0.0.1', port: 0 }, options.routes, () => undefined)
        onTestFinished(() => server.stop(0))
        url = server.url
        return { url, stop: nothing }
      },
    },
  })
  const ask = async (of: string) => {
    const answer = await fetch(`${url}${of}`)
    return { status: answer.status, body: await answer.text() }
  }
  return { daemon, clock, ask }
}

test('it is ready when everything was asked for, after a minute at the latest, and never again once it stops', async () => {
  const { daemon, clock, ask } = await started(unanswered)
  expect(await ask('/readyz')).toMatchObject({ status: 503, body: expect.stringContaining('1 of 1') })
  await clock.advance(59)
  expect(await ask('/readyz')).toMatchObject({ status: 503 })
  await clock.advance(1)
  expect(await ask('/readyz')).toMatchObject({ status: 200 })
  const stopped = daemon.stop()
  expect(await ask('/readyz')).toEqual({ status: 503, body: 'not ready: shutting down\n' })
  expect(await ask('/healthz')).toMatchObject({ status: 200 })
  await stopped
})

test('what is known is written when it stops', async () => {
  const { daemon } = await started(async () => failed)
  await daemon.log.saw('cycle_done')
  await daemon.stop()
  expect(await systemDisk.lastWrite(state)).toMatchObject({ isLast: true })
})

test('a write of the state that fails is counted', async () => {
  const broken = { ...systemDisk, replace: () => Promise.reject(new Error('EROFS: read-only file system')) }
  const { daemon, ask } = await started(async () => failed, broken)
  await daemon.log.saw('state_write_failed')
  expect((await ask('/metrics')).body).toMatch(/^cloudflare_cert_exporter_state_write_failures_total [1-9]/m)
  await daemon.stop()
})
