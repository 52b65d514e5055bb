import { defaults, fewestRequestsPer5m } from '../../src/config/schema/defaults.ts'

/** Named templates with what the chart's checks need to know of the configuration. */
export function configurationDefaults(): string {
  const known = { requestsPer5m: defaults.requestsPer5m, fewestRequestsPer5m }
  const defined = Object.entries(known).map(
    ([name, value]) => `{{- define "exporter.defaults.${name}" -}}${value}{{- end -}}\n`,
  )
  return `{{- /* Made of src/config/schema/defaults.ts by \`npm run render\`. */ -}}\n${defined.join('')}`
}
