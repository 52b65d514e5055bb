import type { UnixSeconds } from '../certificate/model.ts'
import { secondsAtPace } from '../cloudflare/pace.ts'
import type { Config } from '../config/model.ts'
import { formatDuration } from '../config/values/duration.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { type CycleCost, costsOfFurtherKinds, cycleCosts } from '../monitor/cost.ts'
import type { Trial } from './online.ts'

/** What a full cycle costs with each credential, and what each kind that is not watched by default adds to it. */
export function costTrials({ cloudflare, schedule }: Config, snapshot: Snapshot, now: UnixSeconds): readonly Trial[] {
  const { requestsPer5m } = cloudflare
  return cycleCosts(snapshot, requestsPer5m, now).flatMap((cost): readonly Trial[] => {
    const { credentials, requests, seconds } = cost
    const text = `credential ${credentials}: a full cycle makes about ${requests} requests, ${timeFor(requests, requestsPer5m)} at ${requestsPer5m} in five minutes`
    const isLong = seconds > schedule.intervalSeconds
    const remark = isLong ? `: longer than the schedule's ${formatDuration(schedule.intervalSeconds)}` : ''
    return [{ outcome: isLong ? 'warn' : 'ok', text: `${text}${remark}` }, ...trialsOfKinds(cost, requestsPer5m)]
  })
}

/** What each of the kinds costs that are not watched by default, so that somebody can decide against it. */
function trialsOfKinds(cost: CycleCost, requestsPer5m: number): readonly Trial[] {
  return costsOfFurtherKinds(cost).map(({ kind, requests }) => {
    const without = cost.requests - requests
    const text = `credential ${cost.credentials}: for ${kind} it makes ${requests} of them: without that kind about ${without}, ${timeFor(without, requestsPer5m)}`
    return { outcome: 'ok', text }
  })
}

function timeFor(requests: number, requestsPer5m: number): string {
  return formatDuration(Math.max(1, Math.ceil(secondsAtPace(requests, requestsPer5m))))
}
