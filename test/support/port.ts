import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import process from 'node:process'

/** Below those that Linux and macOS give to whoever asks for any: a connection of another test cannot take it in the meantime. */
const places = { from: 20_000, to: 32_000 }

/** Each process of a run takes others, so that two never take the same at once. */
const slices = 16

/** A port of the loopback address that nobody listens on at the moment, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const length = (places.to - places.from) / slices
  const from = places.from + (Number(process.env['VITEST_POOL_ID'] ?? 0) % slices) * length
  const port = randomInt(from, from + length)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
