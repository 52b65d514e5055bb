import process from 'node:process'

/**
 * For `node --import`: measures how much processor time each turn of the event loop takes. At SIGUSR2 it writes the longest one since
 * the last SIGUSR2, in milliseconds, and a number that counts the questions. Time of the processor, so that a busy machine changes nothing.
 */
let longest = 0
let asked = 0
let before = process.threadCpuUsage()

function turn() {
  const { user, system } = process.threadCpuUsage(before)
  before = process.threadCpuUsage()
  longest = Math.max(longest, user + system)
  setImmediate(turn).unref()
}
turn()

process.on('SIGUSR2', () => {
  asked += 1
  process.stderr.write(`${asked}. longest turn ${(longest / 1000).toFixed(1)} ms\n`)
  longest = 0
})
