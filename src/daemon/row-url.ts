import type { LogLine } from '../monitor/check-log.ts'
import { linkTo, plainQuery } from '../page/query.ts'

/**
 * The address that opens a row of the status page.
 * @param externalUrl without a trailing slash
 * @param key such as `kind/scope_id/certificate_id`
 */
export function rowUrl(externalUrl: string, key: string): string {
  return `${externalUrl}/${linkTo(plainQuery, { open: key.toWellFormed() })}#details`
}

/** The fields of a log line. One about a certificate has the `url` that opens it, if people can reach the status page. */
export function fieldsWithUrl({ fields, key }: LogLine, externalUrl: string | undefined): LogLine['fields'] {
  return key === undefined || externalUrl === undefined ? fields : { ...fields, url: rowUrl(externalUrl, key) }
}
