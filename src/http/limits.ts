/** The limits of one listener for its clients. Times are in milliseconds. */
export interface Limits {
  /** After this number, the connection that has been idle longest makes room. */
  readonly maxConnections: number
  /** Bytes. */
  readonly maxHeaderSize: number
  readonly handshakeTimeout: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  /** How long a connection may wait for its next request. */
  readonly keepAliveTimeout: number
  /** How often the timeouts of headers and requests are checked. */
  readonly connectionsCheckingInterval: number
  /** How long a reader may take nothing of an answer. Taking a quarter of a megabyte counts. */
  readonly stalledReaderTimeout: number
  /** How long a reader may take for a whole answer, at any speed, because the body stays in memory until then. */
  readonly answerTimeout: number
  /** How many passwords may wait for a check, and for how long each. */
  readonly maxPasswordsWaiting: number
  readonly passwordPatience: number
}

export const defaultLimits: Limits = {
  maxConnections: 256,
  maxHeaderSize: 16 * 1024,
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than the usual intervals of Prometheus, so that a scraper keeps its connection.
  keepAliveTimeout: 75_000,
  // The default of Node.js, 30 s, would turn the 10 s above into 40 s.
  connectionsCheckingInterval: 1_000,
  stalledReaderTimeout: 10_000,
  answerTimeout: 60_000,
  maxPasswordsWaiting: 200,
  // At 0.1 s each, about eighty are checked in this time. Prometheus waits for ten seconds.
  passwordPatience: 8_000,
}
