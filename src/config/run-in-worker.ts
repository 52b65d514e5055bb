import { Worker } from 'node:worker_threads'

/** Megabytes of the thread's own. What has no more than the limits of its text allow needs less. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

/** Two seconds are enough on a processor of one's own. */
const longestMs = 60_000

/**
 * Has a thread of its own judge something: neither its time nor its memory is that of the program.
 * @param worker answers one message with one
 * @returns a text, which goes on after "the file", where it took too much of either
 */
export function runInWorker<Result>(
  worker: URL,
  message: unknown,
  transferred: readonly ArrayBuffer[] = [],
): Promise<Result | string> {
  // Neither the environment nor the flags of the program: see the thread that checks passwords.
  const thread = new Worker(worker, { env: {}, execArgv: [], resourceLimits })
  const result = new Promise<Result | string>((resolve) => {
    const deadline = setTimeout(() => resolve('takes too long to judge: expected less in one file'), longestMs)
    thread.once('message', (judged: Result) => resolve(judged))
    thread.once('error', (error) => {
      const isTooMuch = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      resolve(
        isTooMuch ? 'takes too much memory to judge: expected less in one file' : `cannot be judged: ${error.message}`,
      )
    })
    thread.once('exit', () => {
      clearTimeout(deadline)
      resolve('cannot be judged: the thread that does it ended')
    })
    thread.postMessage(message, [...transferred])
  })
  return result.finally(() => thread.terminate())
}
