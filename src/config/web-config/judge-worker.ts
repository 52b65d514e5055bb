import { parentPort } from 'node:worker_threads'
import { judgeWebConfig } from './judge.ts'
import { tlsFiles } from './tls-files.ts'

/** What the separate thread does for one web configuration. */
export interface WebConfigTask {
  readonly path: string
  readonly wanted: 'judgement' | 'tls-files'
}

parentPort?.once('message', ({ path, wanted }: WebConfigTask) => {
  const result = wanted === 'judgement' ? judgeWebConfig(path) : tlsFiles(path)
  void result.then((answer) => parentPort?.postMessage(answer))
})
