import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Column } from '../parts.ts'
import { table } from '../queries.ts'

/** Where the runbooks are; a test compares it with `homepage` in package.json. */
export const runbooks = 'https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter/blob/main/docs/runbooks'

const unit = (value: string) => ({ id: 'unit', value })
const words = (options: Readonly<Record<string, { text: string; color: string }>>) => ({
  id: 'mappings',
  value: [{ type: MappingType.ValueToText, options }],
})
const coloured = { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } }
const link = (title: string, url: string) => ({ title, url, targetBlank: true })

/** Of a row, the certificate that it is about. */
const ofRow = (field: string) => `\${__data.fields["${field}"]}`

const severity: Column = {
  title: 'Severity',
  expr: table.severity,
  properties: [
    coloured,
    words({
      0: { text: 'ok', color: 'green' },
      1: { text: 'info', color: 'blue' },
      2: { text: 'warning', color: 'yellow' },
      3: { text: 'critical', color: 'red' },
    }),
    {
      id: 'links',
      value: [
        link('How to replace it', `${runbooks}/replace-a-certificate.md`),
        link('What it means that it is expired', `${runbooks}/CloudflareCertExpired.md`),
        link(
          'On the status page',
          `\${status_page}/?open=${ofRow('Kind')}/${ofRow('Zone id')}/${ofRow('Certificate id')}`,
        ),
      ],
    },
  ],
}

/** Of the table of all certificates. */
export const certificateColumns: readonly Column[] = [
  { title: 'Left', expr: table.left, properties: [unit('dtdurations')] },
  { title: 'Expires', expr: table.expiresMs, properties: [unit('dateTimeAsIso')] },
  severity,
  { expr: table.status },
  {
    title: 'Used',
    expr: table.inUse,
    properties: [words({ 0: { text: 'unused', color: 'text' }, 1: { text: 'used', color: 'text' } })],
  },
  { title: 'Checked', expr: table.checkedMs, properties: [unit('dateTimeAsIso')] },
]
