import { spawnSync } from 'node:child_process'
import { constants, openSync, writeSync } from 'node:fs'

/** A named pipe that takes not one byte more until somebody reads. Whoever makes one closes it. */
export function fullPipe(path: string): number {
  const { status } = spawnSync('mkfifo', [path])
  if (status !== 0) throw new Error(`mkfifo ended with ${status}`)
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  try {
    for (;;) writeSync(fd, 'x'.repeat(1024))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return fd
    throw error
  }
}
