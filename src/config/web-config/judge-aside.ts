import { judgedAside } from '../judged-aside.ts'
import type { WebConfigResult } from './judge.ts'
import { judgeWorkerUrl } from './judge-worker-url.ts'

/**
 * Does what `judgeWebConfig` does in a thread of its own.
 * @returns a text, which goes on after "the file", where it took too much time or memory
 */
export function judgeWebConfigAside(path: string): Promise<WebConfigResult | string> {
  return judgedAside<WebConfigResult>(judgeWorkerUrl, path)
}
