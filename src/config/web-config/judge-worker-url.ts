/** As in parse-worker-url.ts: rolldown.config.ts puts the worker itself in here. */
export const judgeWorkerUrl = new URL('./judge-worker.ts', import.meta.url)
