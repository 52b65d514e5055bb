import type { Dispatcher } from 'undici'

/** An answer whose body is not decoded yet. */
export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

type Controller = Dispatcher.DispatchController

/**
 * Sends one GET and reads the whole answer. It takes the answer as undici reads it from the socket: a stream and two signals for each
 * request would take longer than the request.
 * @param timeoutMs for all of it, body included
 * @throws the signal's reason once that is aborted, a `TimeoutError`, or the error of the connection
 */
export function exchange(
  dispatcher: Dispatcher,
  request: { readonly origin: string; readonly path: string; readonly headers: Readonly<Record<string, string>> },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const handler = new Handler(resolve, reject)
    // undici can be stopped only once it has a connection, not during the DNS lookup and the TLS handshake. So nobody waits for it.
    const stop = () => handler.fail(signal.reason)
    const timer = setTimeout(() => handler.fail(timedOut()), timeoutMs)
    signal.addEventListener('abort', stop, { once: true })
    handler.settled = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
    try {
      dispatcher.dispatch({ method: 'GET', ...request }, handler)
    } catch (error) {
      handler.fail(error)
    }
  })
}

function timedOut(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError')
}

class Handler implements Dispatcher.DispatchHandler {
  settled: () => void = () => undefined
  readonly #resolve: (response: RawResponse) => void
  readonly #reject: (error: unknown) => void
  readonly #chunks: Buffer[] = []
  #head: Omit<RawResponse, 'body'> | undefined
  #controller: Controller | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(resolve: (response: RawResponse) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Ends the request, whatever it waits for. The first failure counts. */
  fail(error: unknown): void {
    if (this.#failure) return
    this.#failure = { error }
    this.settled()
    this.#reject(error)
    this.#abort()
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#failure) this.#abort()
  }

  onResponseStart(_controller: Controller, status: number, headers: RawResponse['headers']): void {
    // An informational answer comes before the real one.
    if (status >= 200) this.#head = { status, headers }
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#failure || !this.#head) return
    this.settled()
    const [only] = this.#chunks
    const body = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks)
    this.#resolve({ ...this.#head, body })
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.fail(error)
  }

  #abort(): void {
    const error = this.#failure?.error
    if (this.#controller && !this.#controller.aborted)
      this.#controller.abort(error instanceof Error ? error : new Error(String(error)))
  }
}
