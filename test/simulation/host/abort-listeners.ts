/** The listeners of one process to abort signals. Node.js keeps a signal in memory, with all that its listeners hold, until they are removed. */
export class AbortListeners {
  readonly #removals = new Set<() => void>()

  /** @returns what ends the listening */
  listen(signal: AbortSignal, onAbort: () => void): () => void {
    signal.addEventListener('abort', onAbort, { once: true })
    const remove = () => {
      signal.removeEventListener('abort', onAbort)
      this.#removals.delete(remove)
    }
    this.#removals.add(remove)
    return remove
  }

  /** The process is gone: nobody in it listens any more. */
  removeAll(): void {
    for (const remove of this.#removals) remove()
  }
}
