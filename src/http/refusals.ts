/** Why a client was refused. It is a label of a metric, so the list is closed. */
export const refusals = {
  listener_full: 'all connections are in use and none of them is idle',
  idle_connection: 'an idle connection was closed to make room for a newcomer',
  slow_reader: 'an answer was cut off: its reader is slow, and others waited for the memory that it held',
  answers_full: 'too many answers were being made and read, and none ended in time',
  passwords_full: 'too many passwords were waiting to be checked',
  password_wrong: 'a wrong name or password',
  host: 'a Host header that is malformed, or no name of server.allowed_hosts',
  reload: 'a reload that may not come from there',
  tls: 'no TLS handshake, or no client certificate that is allowed',
} as const

export type Refusal = keyof typeof refusals

/** @param detail the message of a library, for people */
export type OnRefused = (reason: Refusal, client: string, detail?: string) => void
