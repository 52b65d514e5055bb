import { parse } from 'yaml'
import { z } from 'zod'

const rule = z.object({ expr: z.string(), annotations: z.record(z.string(), z.string()).default({}) })
const rulesFile = z.object({ groups: z.array(z.object({ rules: z.array(rule) })) })

/** Prometheus' own, and the one by which alerts are routed. */
const alwaysThere = ['__name__', 'alertname', 'severity']

/** The labels that alerts are told apart by, or that their texts and links read: a label for all alerts must not hide one. */
export function labelsOfAlerts(rules: string): readonly string[] {
  const all = rulesFile.parse(parse(rules)).groups.flatMap((group) => group.rules)
  const matched = all.flatMap(({ expr }) => [...expr.matchAll(/\b(?:by|on) \(([\w, ]*)\)/g)])
  const read = all.flatMap(({ annotations }) =>
    Object.values(annotations).flatMap((text) => [...text.matchAll(/\$labels\.(\w+)/g)]),
  )
  const names = [...matched, ...read].flatMap(([, list = '']) => list.match(/\w+/g) ?? [])
  return [...new Set([...alwaysThere, ...names])].sort()
}
