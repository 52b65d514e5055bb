import { parentPort } from 'node:worker_threads'
import { compareSync } from 'bcryptjs'

/** Runs in a thread of its own: a check takes a tenth of a second and more, and nothing else would be answered meanwhile. */
parentPort?.on('message', ({ password, hash }: { readonly password: string; readonly hash: string }) => {
  parentPort?.postMessage(compareSync(password, hash))
})
