import { historySlices } from '../../src/history/history-text.ts'
import type { CertificateHistory, Change, ChangeWord } from '../../src/history/model.ts'
import type { ExpectedState, SimulatedCertificate } from '../../src/simulator/store/model.ts'

/** How many days ago each state began, or a rotation was. The daemon adds what it sees itself. */
const pasts: Readonly<Partial<Record<ExpectedState, readonly (readonly [daysAgo: number, word: ChangeWord])[]>>> = {
  ok: [[95, 'ok']],
  warning: [
    [95, 'ok'],
    [6, 'warning'],
  ],
  critical: [
    [95, 'ok'],
    [21, 'warning'],
    [5, 'critical'],
  ],
  expired: [
    [95, 'ok'],
    [33, 'warning'],
    [17, 'critical'],
    [3, 'expired'],
  ],
  mismatch: [
    [95, 'ok'],
    [12, 'mismatch'],
  ],
  problem: [[95, 'problem']],
}

const renewed: readonly (readonly [number, ChangeWord])[] = [
  [95, 'ok'],
  [52, 'warning'],
  [40, 'renewed'],
  [40, 'ok'],
]

/** A file of histories for the demo's fleet, so that a picture of the page has something to show. */
export function demoHistory(certificates: readonly SimulatedCertificate[], now: Date): string {
  const histories = certificates.flatMap(({ kind, zoneId, certificateId, name, expectation }) => {
    const past = name.startsWith('fine') ? renewed : pasts[expectation.state]
    if (!past) return []
    const changes = past.map(([daysAgo, word]): Change => ({ at: now.getTime() / 1000 - daysAgo * 86_400, word }))
    const history: CertificateHistory = { changes, inUse: undefined, fingerprint: undefined }
    return [[`${kind}/${zoneId}/${certificateId}`, history] as const]
  })
  return [...historySlices(new Map(histories))].join('')
}
