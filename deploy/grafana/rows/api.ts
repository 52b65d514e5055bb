import { graph, stat } from '../parts.ts'
import { api } from '../queries.ts'

export const apiRow = [
  graph({
    title: 'Requests in 5 minutes',
    description:
      'By HTTP status, or by the reason why none came. Cloudflare allows 1,200 in 5 minutes, shared with all else that uses the credentials.',
    width: 8,
    series: [[api.requests, '{{code}}']],
  }),
  graph({
    title: 'Budget that is left',
    description: "From Cloudflare's Ratelimit header, when it sends one.",
    width: 8,
    series: [[api.remaining, '{{credentials}}']],
  }),
  graph({
    title: 'Requests made again',
    description: 'In 5 minutes, by the reason why the one before failed.',
    width: 8,
    series: [[api.retries, '{{reason}}']],
  }),
  graph({
    title: 'Latency, 95th percentile',
    description: 'Of a whole request, by endpoint.',
    width: 16,
    unit: 's',
    series: [[api.latency, '{{endpoint}}']],
  }),
  stat({
    title: 'Time left to the API token',
    description: 'Where Cloudflare says when it ends.',
    width: 8,
    height: 8,
    unit: 'dtdurations',
    legend: '{{credentials}}',
    expr: api.tokenLeft,
  }),
]
