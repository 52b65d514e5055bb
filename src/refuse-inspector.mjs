// Plain JavaScript that runs before anything else. Node.js opens its inspector at SIGUSR1, on the loopback address and without a
// password, and anyone on this machine could then run code in this process. A listener of our own prevents this.
process.on('SIGUSR1', () => undefined)

/** Closes an inspector that a signal opened while Node.js started. No listener could be there at that time. */
function closeInspector() {
  const inspector = process.getBuiltinModule('node:inspector')
  if (inspector.url()) inspector.close()
}

// The command line asks for an inspector.
const isAskedFor = /--inspect(?!-port)/.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '))
// With this flag no signal can have opened one, and node:inspector takes a while to load.
const signalIsOff = process.execArgv.includes('--disable-sigusr1')
if (!isAskedFor && !signalIsOff) {
  closeInspector()
  // A signal may be pending.
  setImmediate(closeInspector)
}
