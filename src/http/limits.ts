/** What one listener allows its clients; the times in milliseconds. */
export interface Limits {
  /** Beyond them the longest idle one makes room. */
  readonly maxConnections: number
  /** Bytes. */
  readonly maxHeaderSize: number
  readonly handshakeTimeout: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  /** How long a connection may wait for the next request. */
  readonly keepAliveTimeout: number
  /** How often the timeouts of headers and requests are looked at. */
  readonly connectionsCheckingInterval: number
  /** How long a reader may take nothing of an answer: a quarter of a megabyte counts as something. */
  readonly stalledReaderTimeout: number
  /** How long a reader may take for a whole answer, however diligently: its body stays in memory until then. */
  readonly answerTimeout: number
  /** How many passwords may wait to be checked, and how long each. */
  readonly maxPasswordsWaiting: number
  readonly passwordPatience: number
}

export const defaultLimits: Limits = {
  maxConnections: 256,
  maxHeaderSize: 16 * 1024,
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than Prometheus' usual intervals, so that a scraper keeps its connection.
  keepAliveTimeout: 75_000,
  // Node.js' own 30 s would make 40 of the 10 above.
  connectionsCheckingInterval: 1_000,
  stalledReaderTimeout: 10_000,
  answerTimeout: 60_000,
  maxPasswordsWaiting: 200,
  // At 0.1 s each some eighty have their turn meanwhile; Prometheus waits for ten seconds.
  passwordPatience: 8_000,
}
