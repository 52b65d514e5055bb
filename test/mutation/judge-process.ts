import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import type { Answer, Question } from './judge.ts'

/** Asks the judge, and starts a new one after each that did not come back. */
export class JudgeProcess {
  readonly #folder: string
  #child: ChildProcess | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns undefined if no answer came within so many milliseconds */
  async ask(question: Question, limitMs: number): Promise<Answer | undefined> {
    this.#child ??= await this.#start()
    const child = this.#child
    const answered = once(child, 'message') as Promise<[Answer]>
    const over = new AbortController()
    child.send(question)
    const late = new Promise<undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), limitMs)
      over.signal.addEventListener('abort', () => clearTimeout(timer))
    })
    const gone = once(child, 'exit', { signal: over.signal }).then(
      () => undefined,
      () => undefined,
    )
    const answer = await Promise.race([answered, late, gone])
    over.abort()
    if (answer === undefined) this.close()
    return answer?.[0]
  }

  /** With all that it started. */
  close(): void {
    if (this.#child?.pid !== undefined && this.#child.exitCode === null) process.kill(-this.#child.pid, 'SIGKILL')
    this.#child = undefined
  }

  async #start(): Promise<ChildProcess> {
    const child = fork('test/mutation/judge.ts', {
      execArgv: ['--no-warnings'],
      cwd: this.#folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    return child
  }
}
