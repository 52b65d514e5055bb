import process from 'node:process'
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { datasource } from './parts.ts'
import { apiRow } from './rows/api.ts'
import { daemonRow } from './rows/daemon.ts'
import { freshnessRow } from './rows/freshness.ts'
import { glanceRow } from './rows/glance.ts'
import { trustRow } from './rows/trust.ts'

/** All of its values, chosen at first. */
function choice(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' })
}

export function dashboard(): Dashboard {
  const builder = new DashboardBuilder('Cloudflare client certificates')
    .uid('cloudflare-cert-exporter')
    .description(
      'Authenticated Origin Pulls: the certificates that Cloudflare presents to your origins, as cloudflare-cert-exporter sees them.',
    )
    .tags(['cloudflare', 'certificates'])
    .time({ from: 'now-24h', to: 'now' })
    .timezone('browser')
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(choice('zone', 'Zone', 'label_values(cloudflare_cert_check_success, zone)'))
    .withVariable(choice('job', 'Job', 'label_values(cloudflare_cert_exporter_build_info, job)'))
    .withVariable(new TextBoxVariableBuilder('status_page').label('Status page').defaultValue('http://localhost:9977'))
  const rows = {
    'At a glance': glanceRow,
    'Do the origins trust them?': trustRow,
    'Freshness and errors': freshnessRow,
    'API budget': apiRow,
    Daemon: daemonRow,
  }
  let id = 0
  for (const [title, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(title).id(++id))
    for (const panel of panels) builder.withPanel(panel.id(++id))
  }
  return builder.build()
}

/** What dashboard.json is; `npm run dashboard` writes it. */
export function rendered(): string {
  return `${JSON.stringify(dashboard(), null, 2)}\n`
}

if (import.meta.main) process.stdout.write(rendered())
