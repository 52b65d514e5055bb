// Plain JavaScript, run before anything else. At SIGUSR1 Node.js opens its inspector on the loopback, without a password: whoever is on this
// machine could run code in here. A listener of our own takes the signal away from it.
process.on('SIGUSR1', () => undefined)

/** Closes an inspector that a signal opened while Node.js itself started: no listener could be there by then. */
function closeInspector() {
  const inspector = process.getBuiltinModule('node:inspector')
  if (inspector.url()) inspector.close()
}

// Who asks for an inspector on the command line gets one.
const isAskedFor = /--inspect(?!-port)/.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '))
if (!isAskedFor) {
  closeInspector()
  // A signal may have come without having been answered yet.
  setImmediate(closeInspector)
}
