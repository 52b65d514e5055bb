import { parentPort } from 'node:worker_threads'
import { judgeWebConfig } from './judge.ts'

/** Runs in a separate thread, for one web configuration. */
parentPort?.once('message', (path: string) => {
  void judgeWebConfig(path).then((result) => parentPort?.postMessage(result))
})
