/** rolldown.config.ts replaces this by the worker's code, because the bundle is a single file. */
export const passwordWorkerUrl = new URL('./password-worker.ts', import.meta.url)
