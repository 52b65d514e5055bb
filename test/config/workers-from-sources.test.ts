import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { hashSync } from 'bcryptjs'
import { expect, test } from 'vitest'
import { tokenEnv } from './support.ts'

// Other tests start the threads from one file each, as the bundle does: see test/run/workers.ts.
test.each([
  [
    'config/parse-worker.ts',
    { content: new TextEncoder().encode('['), source: { path: 'config.yaml', env: tokenEnv } },
    { ok: false },
  ],
  ['config/web-config/judge-worker.ts', { path: '/nowhere.yaml', wanted: 'judgement' }, { ok: false }],
  ['http/door/password-worker.ts', { password: 'right', hash: hashSync('right', 4) }, true],
])('%s answers from its sources', async (file, message, answer) => {
  const thread = new Worker(new URL(`../../src/${file}`, import.meta.url), { env: {}, execArgv: [] })
  try {
    thread.postMessage(message)
    const [given] = await once(thread, 'message')
    if (typeof answer === 'boolean') expect(given).toBe(answer)
    else expect(given).toMatchObject(answer)
  } finally {
    await thread.terminate()
  }
})
