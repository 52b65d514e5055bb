import { readFileSync } from 'node:fs'
import { certificateTexts } from './certificate.ts'
import { exporterTexts } from './exporter.ts'
import { faultTexts } from './faults.ts'
import { hostnameTexts } from './hostnames.ts'
import { kindTexts } from './kinds.ts'
import { trustTexts } from './trust.ts'

const texts: Readonly<Record<string, string>> = {
  ...kindTexts,
  ...certificateTexts,
  ...faultTexts,
  ...hostnameTexts,
  ...exporterTexts,
  ...trustTexts,
}

const { homepage }: { homepage: string } = JSON.parse(readFileSync('package.json', 'utf8'))
const widest = 140

/** What rules.yaml is: the source, with each `[[name]]` replaced by its text. */
export function renderedRules(source = readFileSync('deploy/prometheus/rules.source.yaml', 'utf8')): string {
  let alert = ''
  return source
    .split('\n')
    .flatMap((line) => {
      alert = /^ *- alert: (\w+)$/.exec(line)?.[1] ?? alert
      if (!line.includes('[[') || line.trimStart().startsWith('#')) return [line]
      return line.includes('[[runbook]]') ? [filled(line, alert)] : wrapped(filled(line, alert))
    })
    .join('\n')
}

function filled(line: string, alert: string): string {
  const runbook = `${homepage}/blob/main/docs/runbooks/${alert}.md`
  return line.replaceAll(/\[\[([\w -]+)\]\]/g, (_, name: string) => {
    if (name === 'alert') return alert
    if (name === 'runbook') return runbook
    const text = texts[name]
    if (text === undefined) throw new Error(`rules.source.yaml: there is no text [[${name}]]`)
    return filled(text, alert)
  })
}

/** YAML folds the lines of these blocks with single spaces, so that a line may end at any space. */
function wrapped(line: string): readonly string[] {
  const [indentation = ''] = /^ */.exec(line) ?? []
  const lines: string[] = []
  for (const word of line.trim().split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= widest) lines.push(`${indentation}${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
