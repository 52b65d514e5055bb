import type { ChartValue } from './values.ts'

const begin = '<!-- values: made by `npm run render` out of values.yaml -->'
const end = '<!-- end of values -->'

/** The chart's README with the tables of its values brought up to date. */
export function chartReadme(readme: string, values: readonly ChartValue[]): string {
  const [before, rest] = readme.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`README.md lacks ${begin} or ${end}`)
  return `${before}${begin}\n\n${tables(values)}\n${end}${after}`
}

function tables(values: readonly ChartValue[]): string {
  const sections = [...new Set(values.map(({ section }) => section))]
  return sections.map((section) => table(section, values)).join('\n')
}

function table(section: string, values: readonly ChartValue[]): string {
  const rows = values
    .filter((value) => value.section === section)
    .map(
      (value) =>
        `| \`${value.path.join('.')}\` | \`${JSON.stringify(value.default)}\` | ${cell(value.description)} |\n`,
    )
  return `### ${section}\n\n| value | default | what |\n| --- | --- | --- |\n${rows.join('')}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
