import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Question } from './judge.ts'
import { reportsFile } from './orders.ts'

const lookEveryMs = 1000

/** Asks the judge, and starts a new one after each that did not come back. */
export class JudgeProcess {
  readonly #folder: string
  #child: ChildProcess | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns false if it ended by itself, or reported nothing for so many milliseconds */
  async ask(question: Question, silentMs: number): Promise<boolean> {
    this.#child ??= await this.#start()
    const child = this.#child
    const over = new AbortController()
    const no = () => false
    const answered = once(child, 'message', { signal: over.signal }).then(() => true, no)
    const gone = once(child, 'exit', { signal: over.signal }).then(no, no)
    child.send(question)
    const answer = await Promise.race([answered, gone, this.#silence(silentMs, over.signal)])
    over.abort()
    if (!answer) this.close()
    return answer
  }

  /** With all that it started. */
  close(): void {
    if (this.#child?.pid !== undefined && this.#child.exitCode === null) process.kill(-this.#child.pid, 'SIGKILL')
    this.#child = undefined
  }

  #silence(silentMs: number, over: AbortSignal): Promise<boolean> {
    const asked = Date.now()
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setInterval(() => {
      const lastReport = statSync(join(this.#folder, reportsFile)).mtimeMs
      if (Date.now() - Math.max(asked, lastReport) > silentMs) resolve(false)
    }, lookEveryMs)
    over.addEventListener('abort', () => clearInterval(timer))
    return promise
  }

  async #start(): Promise<ChildProcess> {
    const child = fork('test/mutation/judge.ts', {
      execArgv: ['--no-warnings'],
      cwd: this.#folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, TEST_RUN_FOLDER: join(this.#folder, '.test-run') },
    })
    await once(child, 'message')
    return child
  }
}
