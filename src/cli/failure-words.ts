import { permissionFor, zonesEndpoint } from '../cloudflare/endpoints.ts'
import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'
import { defaultKind, endpointsOf } from '../kinds/kinds.ts'

/** A failure's reason in words, with the permission that it takes to list zones, or to read what stands in them. */
export function failureWords(reason: CheckFailureReason, asked: 'zones' | 'certificates' = 'certificates'): string {
  if (reason !== 'permission') return checkFailures[reason].sentence
  const permission = permissionFor(asked === 'zones' ? zonesEndpoint : endpointsOf(defaultKind).list)
  return `the permission ${permission} is missing, or it is not allowed from this address, or there is no such zone`
}
