import { parentPort } from 'node:worker_threads'
import { compareSync } from 'bcryptjs'

/** Runs in a separate thread. A check takes a tenth of a second or more, and would block everything else. */
parentPort?.on('message', ({ password, hash }: { readonly password: string; readonly hash: string }) => {
  parentPort?.postMessage(compareSync(password, hash))
})
