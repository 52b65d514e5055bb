/** rolldown.config.ts puts the worker itself in here: a bundle is one file, and has no other beside it. */
export const passwordWorkerUrl = new URL('./password-worker.ts', import.meta.url)
