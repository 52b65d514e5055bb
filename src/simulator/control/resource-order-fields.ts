import { isJsonList, type JsonObject } from '../api/answer.ts'

/** The fields of an upload by curl. */
export const orderFields = ['name', 'hosts', 'days', 'algorithm', 'ca', 'in_use'] as const

export const orderExample = '{"hosts": ["www.example.com"], "days": 90}'

/** Longer than any certificate, and short enough for a date. */
const mostDays = 36_500

/** What is wrong with an upload, if anything is. */
export function orderProblem({ name, hosts, days, algorithm, ca, in_use: inUse }: JsonObject): string | undefined {
  if (typeof days !== 'number' || Math.abs(days) > mostDays)
    return `days must be a number from -${mostDays} to ${mostDays}: so long until it ends`
  if (name !== undefined && typeof name !== 'string') return 'name must be a text'
  if (hosts !== undefined && !(isJsonList(hosts) && hosts.every((host) => typeof host === 'string')))
    return 'hosts must be a list of texts'
  if (algorithm !== undefined && algorithm !== 'RSA' && algorithm !== 'ECDSA')
    return 'algorithm must be "RSA" or "ECDSA"'
  if (ca !== undefined && typeof ca !== 'boolean') return 'ca must be true or false'
  return inUse === undefined || typeof inUse === 'boolean' ? undefined : 'in_use must be true or false'
}
