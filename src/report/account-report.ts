import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Snapshot, WatchedAccount } from '../inventory/snapshot.ts'
import { type JudgedPlace, judgedPlace, listsFields, reportOnLists } from './lists-report.ts'

/** One account as the JSON API shows it. Unknown values are null. */
export const accountReportSchema = z
  .object({
    account_id: z.string().describe('32 hexadecimal digits.'),
    account: z.string().describe("The account's name for people; its id where none is known."),
    ...listsFields,
    certificates: z.int().describe('How many of its certificates are watched.'),
  })
  .readonly()

export type AccountReport = z.infer<typeof accountReportSchema>

/** Every account in which something is watched, in no order. */
export function judgedAccounts(snapshot: Snapshot, now: UnixSeconds): readonly JudgedPlace<AccountReport>[] {
  const accounts = [...snapshot.places.values()].filter((place) => place.scope === 'account')
  return accounts.map((each) => judgedPlace(each, reportOnAccount(each, now)))
}

function reportOnAccount(account: WatchedAccount, now: UnixSeconds): AccountReport {
  const { scopeId, name, certificates } = account
  return { account_id: scopeId, account: name, ...reportOnLists(account, now), certificates: certificates.size }
}
