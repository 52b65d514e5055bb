import { judgedAside } from '../judged-aside.ts'
import type { WebConfigResult } from './judge.ts'
import { judgeWorkerUrl } from './judge-worker-url.ts'

/**
 * Runs `judgeWebConfig` in a separate thread.
 * @returns a text that continues "the file …" if it took too much time or memory
 */
export function judgeWebConfigAside(path: string): Promise<WebConfigResult | string> {
  return judgedAside<WebConfigResult>(judgeWorkerUrl, path)
}
