import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { run } from './run.ts'

const program = new URL('simulate.ts', import.meta.url).pathname

/** With another run beside it two cores have enough to do: what waits for a thread or for the real time comes late. */
function keepBusy(): void {
  const worker = new Worker('for (;;) {}', { eval: true })
  onTestFinished(async () => {
    await worker.terminate()
  })
}

test('the same seed gives the same run, event for event, in another process beside another run and a busy thread; another seed another one', async () => {
  const options = { days: 1, fleet: 20, every: 4 }
  const one = await run({ ...options, seed: 7 })
  keepBusy()
  const argv = ['--seed', '7', '--days', '1', '--fleet', '20', '--every', '4', '--no-shorten']
  const [same, other] = await Promise.all([
    promisify(execFile)(process.execPath, [program, ...argv]),
    run({ ...options, seed: 8 }),
  ])
  expect(same.stdout).toContain(`: ${one.fingerprint}: every promise held`)
  expect(other.fingerprint).not.toBe(one.fingerprint)
})
