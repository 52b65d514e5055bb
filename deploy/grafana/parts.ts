import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart'
import {
  BigValueColorMode,
  BigValueGraphMode,
  ReduceDataOptionsBuilder,
  TableSortByFieldStateBuilder,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table'
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries'

/** Whichever Prometheus is chosen at the top. */
export const datasource = { type: 'prometheus', uid: `\${datasource}` } as const

/** What every panel has; widths are of 24. */
export interface PanelText {
  readonly title: string
  readonly description: string
  readonly width: number
  readonly height?: number
}

/** Green below the first step. */
type Steps = readonly (readonly [from: number, color: string])[]

function thresholds(steps: Steps): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'green' }, ...steps.map(([value, color]) => ({ value, color }))])
}

/** The value of now, without its past. */
function now(refId: string, expr: string): DataqueryBuilder {
  return new DataqueryBuilder().refId(refId).datasource(datasource).expr(expr).instant()
}

export interface StatSettings extends PanelText {
  readonly expr: string
  readonly unit?: string
  readonly steps?: Steps
  /** What a series is called; the panel's title says enough where there is only one. */
  readonly legend?: string
}

export function stat({ title, description, width, height = 4, expr, unit, steps = [], legend }: StatSettings): Stat {
  const target = now('A', expr)
  const panel = new Stat()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(height)
    .withTarget(legend === undefined ? target : target.legendFormat(legend))
    .thresholds(thresholds(steps))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
  return unit === undefined ? panel : panel.unit(unit)
}

export interface GraphSettings extends PanelText {
  /** A query with the name of its series. */
  readonly series: readonly (readonly [expr: string, legend: string])[]
  readonly unit?: string
  /** Stands in the panel while no query finds anything: all is well, or no exporter is scraped. */
  readonly whileEmpty?: string
}

export function graph(settings: GraphSettings): TimeSeries {
  const { title, description, width, height = 8, series, unit = 'short', whileEmpty } = settings
  const graph = series.reduce(
    (panel, [expr, legend], index) =>
      panel.withTarget(
        new DataqueryBuilder()
          .refId(refIds[index] ?? '')
          .datasource(datasource)
          .expr(expr)
          .legendFormat(legend)
          .range(),
      ),
    new TimeSeries()
      .title(title)
      .description(description)
      .datasource(datasource)
      .span(width)
      .height(height)
      .unit(unit)
      .min(0)
      .showPoints(VisibilityMode.Never)
      .legend(new VizLegendOptionsBuilder().showLegend(true)),
  )
  return whileEmpty === undefined ? graph : graph.noValue(whileEmpty)
}

const refIds = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']

export interface Column {
  readonly expr: string
  /** The name of its column; a query that only brings labels has none. */
  readonly title?: string
  readonly properties?: readonly { readonly id: string; readonly value: unknown }[]
}

export interface TableSettings extends PanelText {
  readonly columns: readonly Column[]
  /** Labels that are columns, in their order, with their titles. */
  readonly labels: Readonly<Record<string, string>>
  /** The title of the column that it is sorted by, the smallest first. */
  readonly sortBy: string
  /** Stands in the panel while no query finds anything: all is well, or no exporter is scraped. */
  readonly whileEmpty?: string
}

/** One row for each set of labels that the queries have in common, one column for each query. */
export function table(settings: TableSettings): Table {
  const { title, description, width, height = 12, columns, labels, sortBy, whileEmpty } = settings
  const values = columns.map((column, index) => ({ ...column, refId: refIds[index] ?? '' }))
  const shown = [...Object.keys(labels), ...values.filter((value) => value.title).map(({ refId }) => valueField(refId))]
  const panel = values.reduce(
    (built, { refId, expr }) => built.withTarget(now(refId, expr).format(PromQueryFormat.Table)),
    new Table()
      .title(title)
      .description(description)
      .datasource(datasource)
      .span(width)
      .height(height)
      .filterable(true)
      .sortBy([new TableSortByFieldStateBuilder().displayName(sortBy).desc(false)])
      .withTransformation({ id: 'merge', options: {} })
      .withTransformation({ id: 'filterFieldsByName', options: { include: { names: shown } } })
      .withTransformation({
        id: 'organize',
        options: {
          indexByName: Object.fromEntries(shown.map((name, index) => [name, index])),
          renameByName: {
            ...labels,
            ...Object.fromEntries(
              values.flatMap(({ refId, title: name }) => (name ? [[valueField(refId), name]] : [])),
            ),
          },
        },
      }),
  )
  const table = values.reduce(
    (built, { title: name, properties = [] }) => (name ? built.overrideByName(name, [...properties]) : built),
    panel,
  )
  return whileEmpty === undefined ? table : table.noValue(whileEmpty)
}

/** What Grafana calls the value of a query in a table, when there are several. */
function valueField(refId: string): string {
  return `Value #${refId}`
}

export function barChart({
  title,
  description,
  width,
  height = 8,
  expr,
}: PanelText & { readonly expr: string }): BarChart {
  return new BarChart()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(height)
    .decimals(0)
    .min(0)
    .xField('month')
    .withTarget(now('A', expr).format(PromQueryFormat.Table))
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: ['month', 'Value'] } } })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'month', desc: false }] } })
    .withTransformation({ id: 'organize', options: { renameByName: { Value: 'certificates' } } })
}
