/** Seconds added to a probe's time. A probe that comes a moment early would be refused. */
const probeMargin = 0.1
/** Seconds until an overdue probe is tried. An outage is to be probed every two minutes at least. */
const overdueProbe = 60

/**
 * Chooses how long to wait for a probe of an outage. A probe that is overdue when everything has been asked could not be sent: the
 * credential cannot be read, or Cloudflare refuses all that is asked with it. To try at once would never end.
 * @param due seconds until the probe may go, 0 if it is overdue; undefined if there is no outage
 */
export function probeDelay(due: number | undefined): number | undefined {
  if (due === undefined) return undefined
  return due > 0 ? due + probeMargin : overdueProbe
}
