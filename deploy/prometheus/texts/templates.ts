/** Pieces of Go templates, as Prometheus runs them in labels and annotations. */

/** The labels that identify a certificate, for `ask`. */
export const ofCertificate = 'kind=%[1]q,zone_id=%[2]q,certificate_id=%[3]q'

const identity = '$labels.kind $labels.zone_id $labels.certificate_id'

/** A query about the alert's certificate. In `expr`, `ofCertificate` selects it. */
export function ask(expr: string): string {
  return `printf ${goString(expr)} ${identity} | query`
}

/** A query with values of the alert's labels in place of `%q`, in their order. */
export function askBy(labels: readonly string[], expr: string): string {
  return `printf ${goString(expr)} ${labels.map((label) => `$labels.${label}`).join(' ')} | query`
}

export function goString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** Writes Unix seconds in UTC, without fractions and offset. */
export const time = 'humanizeTimestamp | reReplaceAll "([.][0-9]+)? [+]0000" ""'

/** The value of the first sample of a query as a time, or `otherwise` if there is none. */
export function timeOf(query: string, otherwise: string): string {
  return `{{ with ${query} }}${firstTime}{{ else }}${otherwise}{{ end }}`
}

export const firstTime = `{{ . | first | value | ${time} }}`

/** The values of a label in the result of a query, in order, with commas between them. */
export function listed(query: string, label: string): string {
  return `{{ range $i, $each := ${query} | sortByLabel "${label}" }}{{ if $i }}, {{ end }}{{ $each.Labels.${label} }}{{ end }}`
}

/** One text for each value of a label in the result of a query, in order, each after a space. A value without a text writes `otherwise`. */
export function textFor(
  query: string,
  label: string,
  texts: Readonly<Record<string, string>>,
  otherwise: string,
): string {
  return `{{ range ${query} | sortByLabel "${label}" }}{{ with .Labels.${label} }} ${choose('.', texts, otherwise)}{{ end }}{{ end }}`
}

/** The text for a value, such as `$labels.kind`. Values with the same text are compared together. */
export function choose(value: string, texts: Readonly<Record<string, string>>, otherwise: string): string {
  const values = Map.groupBy(Object.keys(texts), (each) => texts[each] ?? '')
  const branches = [...values].map(([text, same]) => `if eq ${value} ${same.map(goString).join(' ')} }}${text}`)
  return `{{ ${branches.join('{{ else ')}{{ else }}${otherwise}{{ end }}`
}
