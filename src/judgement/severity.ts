/**
 * How urgent something is, worst first: the severity of the alert that fires for it, or will once its `for` has passed. `ok`: no alert
 * does.
 */
export const severities = ['critical', 'warning', 'info', 'ok'] as const
export type Severity = (typeof severities)[number]

/** The number that metrics show for each. */
export const severityNumbers: Readonly<Record<Severity, number>> = { ok: 0, info: 1, warning: 2, critical: 3 }
