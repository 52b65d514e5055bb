import type { Socket } from 'node:net'
import { clientOf, shareOf } from '../client-share.ts'
import type { OnRefused } from '../refusals.ts'

interface Connection {
  readonly key: string
  readonly socket: Socket
  readonly client: string
  readonly share: string
}

/**
 * Limits the connections of a listener. If all places are taken, a new connection replaces the one that has been idle longest. A client
 * that has half of the places or more loses one of its own.
 */
export class ConnectionPlaces {
  readonly #most: number
  readonly #onRefused: OnRefused
  readonly #all = new Map<string, Connection>()
  /** Connections without an answer under way. The one that has been idle longest comes first. */
  readonly #idle = new Set<Connection>()

  constructor(most: number, onRefused: OnRefused) {
    this.#most = most
    this.#onRefused = onRefused
  }

  /** @returns true if the connection is admitted; otherwise it is ended */
  admit(socket: Socket): boolean {
    const client = clientOf(socket)
    const newcomer: Connection = { key: endsOf(socket), socket, client, share: shareOf(client) }
    if (this.#all.size >= this.#most && !this.#makeRoomFor(newcomer)) {
      this.#onRefused('listener_full', client)
      socket.destroy()
      return false
    }
    this.#all.set(newcomer.key, newcomer)
    this.#idle.add(newcomer)
    socket.once('close', () => this.#forget(newcomer))
    return true
  }

  /** An answer is under way on the connection, or on the TLS socket on top of it. */
  busy(socket: Socket): void {
    const connection = this.#all.get(endsOf(socket))
    if (connection) this.#idle.delete(connection)
  }

  /** No answer is under way on the connection any more. */
  idle(socket: Socket): void {
    const connection = this.#all.get(endsOf(socket))
    if (connection) this.#idle.add(connection)
  }

  closeAll(): void {
    for (const { socket } of this.#all.values()) socket.destroy()
  }

  #makeRoomFor({ share }: Connection): boolean {
    const greedy = this.#greedy(share)
    const ofGreedy = (connection: Connection) => greedy === undefined || connection.share === greedy
    const idle = [...this.#idle].find(ofGreedy)
    // A client with too many busy connections loses the oldest, but not to a new one of its own.
    const leaving =
      idle ?? (greedy === undefined || greedy === share ? undefined : [...this.#all.values()].find(ofGreedy))
    if (!leaving) return false
    this.#onRefused(idle ? 'idle_connection' : 'slow_reader', leaving.client)
    this.#forget(leaving)
    leaving.socket.destroy()
    return true
  }

  /** A client that has half of all places or more. The new connection's own client is checked first. */
  #greedy(newcomer: string): string | undefined {
    const counts = new Map<string, number>()
    for (const { share } of this.#all.values()) counts.set(share, (counts.get(share) ?? 0) + 1)
    const hasHalf = (share: string) => (counts.get(share) ?? 0) * 2 >= this.#most
    return hasHalf(newcomer) ? newcomer : [...counts.keys()].find(hasHalf)
  }

  #forget(connection: Connection): void {
    if (this.#all.get(connection.key) === connection) this.#all.delete(connection.key)
    this.#idle.delete(connection)
  }
}

/** A value that a connection and the TLS socket on top of it share. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`
}
