// Preloaded into a daemon: notes how long its main thread works without letting the event loop go, in its own processor time. What other
// processes take in between is not in it. At SIGUSR2 it writes what it has noted to stderr.
const shortestMs = 5
const holds = []
let before = process.threadCpuUsage()
setInterval(() => {
  const { user, system } = process.threadCpuUsage(before)
  before = process.threadCpuUsage()
  const ms = (user + system) / 1000
  if (ms >= shortestMs) holds.push({ at: Date.now(), ms })
}, 1).unref()
process.on('SIGUSR2', () => process.stderr.write(`${JSON.stringify({ holds })}\n`))
