/** rolldown.config.ts puts the worker itself in here: a bundle is one file, and has no other beside it. */
export const parseWorkerUrl = new URL('./parse-worker.ts', import.meta.url)
