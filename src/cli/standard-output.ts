import { fstatSync, writeSync } from 'node:fs'

/** How texts get to a stream. Node.js takes a write to a file that a full disk cut short for a whole one, so a file is written here. */
export function writerTo(stream: NodeJS.WriteStream & { readonly fd: number }): (text: string) => void {
  const { fd } = stream
  if (!fstatSync(fd).isFile())
    return (text) => {
      stream.write(text)
    }
  return (text) => {
    try {
      writeWhole(fd, text)
    } catch (error) {
      stream.emit('error', error)
    }
  }
}

function writeWhole(fd: number, text: string): void {
  let left = Buffer.from(text)
  while (left.length > 0) left = left.subarray(writeSync(fd, left))
}
