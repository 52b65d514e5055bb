import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Snapshot } from '../../src/inventory/snapshot.ts'
import { replaceState } from '../../src/state/replace.ts'
import { StateText } from '../../src/state/state-text.ts'
import type { WriteMark } from '../../src/state/write-mark.ts'

/** As one process writes it. */
export function markAt(writtenAt: number, more: Partial<WriteMark> = {}): WriteMark {
  return { id: '0c355c7f-82c7-4e94-87d3-ff6000000001', number: 1, since: 1, isLast: false, writtenAt, ...more }
}

/** The state file's whole text. */
export function stateText(snapshot: Snapshot, now: number, text = new StateText()): string {
  let whole = ''
  for (const slice of text.slices(snapshot, markAt(now))) whole += slice.toString()
  return whole
}

export function writeState(path: string, text: string): Promise<void> {
  return replaceState(path, [text], randomUUID())
}

/** Makes a folder of its own for each test, and tells the path of a state file in it. */
export function useStateFolder(made: (path: string, folder: string) => void): void {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exporter-state-'))
    made(join(folder, 'state.json'), folder)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
}
