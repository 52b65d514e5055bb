/** rolldown.config.ts replaces this by the worker's code, as in parse-worker-url.ts. */
export const judgeWorkerUrl = new URL('./judge-worker.ts', import.meta.url)
