import type { Snapshot } from '../../src/inventory/snapshot.ts'
import { StateText } from '../../src/state/text.ts'

/** The state file's whole text. */
export function stateText(snapshot: Snapshot, now: number, text = new StateText()): string {
  return Buffer.concat([...text.slices(snapshot, now)]).toString()
}
