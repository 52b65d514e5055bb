import type { OpenCircuit } from '../cloudflare/circuit.ts'

/** What the log says while requests with a credential are held back. */
export const heldBack = {
  outage:
    'Cloudflare cannot be reached: known values are kept, and a single request is sent now and then until it answers',
  refused:
    'Cloudflare refuses the requests made with it, and none has succeeded since: it is tried less and less often, and at once if its file changes',
} as const satisfies Record<OpenCircuit['cause'], string>
