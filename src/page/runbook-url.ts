/**
 * The runbook that this daemon serves, relative to the page, because a proxy may serve both below any path.
 * @param name the alert's, which is the runbook's
 */
export function runbookUrl(name: string): string {
  return `runbooks/${name}`
}
