import { Worker } from 'node:worker_threads'
import { passwordWorkerUrl } from './password-worker-url.ts'

interface Job {
  readonly password: string
  readonly hash: string
  readonly resolve: (matches: boolean) => void
  readonly reject: (error: Error) => void
}

/** At 0.1 s each the last one waits two seconds. */
const mostWaiting = 20

/** Checks passwords one after the other in a thread of its own, which it starts for the first of them. */
export class PasswordQueue {
  readonly #waiting: Job[] = []
  #running: Job | undefined
  #worker: Worker | undefined
  #isClosed = false
  readonly #code: URL

  constructor(code: URL = passwordWorkerUrl) {
    this.#code = code
  }

  /** @returns whether they belong together, or undefined where too many wait already; rejects where the thread fails */
  check(password: string, hash: string): Promise<boolean> | undefined {
    if (this.#isClosed || this.#waiting.length >= mostWaiting) return undefined
    return new Promise((resolve, reject) => {
      this.#waiting.push({ password, hash, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#fail(new Error('the server is shutting down'))
    await worker?.terminate()
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#waiting.shift()
    if (!this.#running) return
    const { password, hash } = this.#running
    this.#worker ??= this.#start()
    this.#worker.postMessage({ password, hash })
  }

  #start(): Worker {
    // Neither the environment nor the flags of the program: there are secrets in the one, and the other load modules.
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

  /** Everybody who waits gets an error, and the next password another thread. */
  #lost(worker: Worker, error: Error): void {
    if (worker === this.#worker) this.#fail(error)
  }

  #fail(error: Error): void {
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#waiting.splice(0)]
    this.#running = undefined
    this.#worker = undefined
    for (const job of jobs) job.reject(error)
  }
}
