import { Worker } from 'node:worker_threads'
import { shareOf } from '../client-share.ts'
import { FairQueue } from '../fair-queue.ts'
import type { Limits } from '../limits.ts'
import { passwordWorkerUrl } from './password-worker-url.ts'

interface Job {
  readonly password: string
  readonly hash: string
  /** Undefined if its turn did not come in time. */
  readonly resolve: (matches: boolean | undefined) => void
  readonly reject: (error: Error) => void
}

type PasswordLimits = Pick<Limits, 'maxPasswordsWaiting' | 'passwordPatience'>

/** Checks passwords one after the other in a separate thread, which starts with the first check. Clients take turns. */
export class PasswordQueue {
  readonly #limits: PasswordLimits
  readonly #waiting: FairQueue<Job>
  #running: Job | undefined
  #worker: Worker | undefined
  #isClosed = false
  readonly #code: URL

  constructor(limits: PasswordLimits, code: URL = passwordWorkerUrl) {
    this.#limits = limits
    this.#waiting = new FairQueue(limits.maxPasswordsWaiting)
    this.#code = code
  }

  /** @returns whether password and hash match, or undefined if too many were waiting; rejects if the thread fails */
  check(password: string, hash: string, client: string): Promise<boolean | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined)
    const { promise, resolve, reject } = Promise.withResolvers<boolean | undefined>()
    const job: Job = { password, hash, resolve, reject }
    const share = shareOf(client)
    const tooLate = setTimeout(() => {
      this.#waiting.remove(share, job)
      if (this.#running !== job) resolve(undefined)
    }, this.#limits.passwordPatience)
    this.#waiting.add(share, job)?.resolve(undefined)
    this.#next()
    return promise.finally(() => clearTimeout(tooLate))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#fail(new Error('the server is shutting down'))
    await worker?.terminate()
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#waiting.take()
    if (!this.#running) return
    const { password, hash } = this.#running
    this.#worker ??= this.#start()
    this.#worker.postMessage({ password, hash })
  }

  #start(): Worker {
    // The thread gets neither the environment nor the flags of the program. The environment contains secrets, and the flags load modules.
    const worker = new Worker(this.#code, { env: {}, execArgv: [] })
    worker.unref()
    worker.on('message', (matches: unknown) => {
      const job = this.#running
      this.#running = undefined
      job?.resolve(matches === true)
      this.#next()
    })
    worker.on('error', (error) => this.#lost(worker, error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => this.#lost(worker, new Error('the password thread ended')))
    return worker
  }

  /** Everybody who waits gets an error. The next password starts a new thread. */
  #lost(worker: Worker, error: Error): void {
    if (worker === this.#worker) this.#fail(error)
  }

  #fail(error: Error): void {
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#waiting.drain()]
    this.#running = undefined
    this.#worker = undefined
    for (const job of jobs) job.reject(error)
  }
}
