import type { Snapshot } from '../../src/inventory/snapshot.ts'
import { StateText } from '../../src/state/text.ts'

/** The state file's whole text. */
export function stateText(snapshot: Snapshot, now: number, text = new StateText()): string {
  let whole = ''
  for (const slice of text.slices(snapshot, now)) whole += slice.toString()
  return whole
}
