import { runInWorker } from '../run-in-worker.ts'
import type { WebConfigResult } from './judge.ts'
import type { WebConfigTask } from './judge-worker.ts'
import { judgeWorkerUrl } from './judge-worker-url.ts'
import type { TlsFile } from './tls-files.ts'

/**
 * Runs `judgeWebConfig` in a separate thread.
 * @returns a text that continues "the file …" if it took too much time or memory
 */
export function judgeWebConfigInWorker(path: string): Promise<WebConfigResult | string> {
  return runInWorker<WebConfigResult>(judgeWorkerUrl, { path, wanted: 'judgement' } satisfies WebConfigTask)
}

/** As `tlsFiles`, in a thread of its own. None where it took too much time or memory. */
export async function tlsFilesInWorker(path: string): Promise<readonly TlsFile[]> {
  const task: WebConfigTask = { path, wanted: 'tls-files' }
  const files = await runInWorker<readonly TlsFile[]>(judgeWorkerUrl, task)
  return typeof files === 'string' ? [] : files
}
