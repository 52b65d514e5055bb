import type { MismatchField } from '../certificate/model.ts'
import { comesWithPem, isOfBundle } from '../kinds/displayed-kinds.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { hexadecimal } from '../report/serial.ts'
import { capitalised, fieldWords } from '../report/words.ts'
import { item } from './definition.ts'
import { type Html, html, shortened } from './html.ts'
import { moment } from './times.ts'

const longest = 4096

interface Line {
  readonly field: string
  readonly api?: Html | undefined
  readonly certificate?: Html | undefined
  /** Undefined where one side says nothing. */
  readonly differs?: boolean | undefined
}

/** Compares the API's fields with the certificate's, field by field. Of a certificate in a CA file the API says nothing. */
export function comparison({ certificate: { entry, known } }: CertificateThing): Html {
  if (!known) return html`<p class="none">Nothing is known of it: neither from the API nor from the certificate.</p>`
  const { record, facts, mismatches } = known
  const compared = (field: MismatchField, api: Html | undefined, certificate: Html | undefined): Line => ({
    field: fieldWords[field],
    api,
    certificate,
    differs: mismatches[field],
  })
  const lines: readonly Line[] = [
    compared('expires_on', at(record.expiresOn), at(facts?.notAfter)),
    compared('serial_number', serial(record.serialNumber), serial(facts?.serialNumber)),
    compared('issuer', words(record.issuer), words(facts?.issuer)),
    compared('signature', words(record.signature), words(facts?.signatureAlgorithm)),
    { field: 'status', api: words(record.status) },
    { field: 'uploaded', api: at(record.uploadedOn) },
    { field: 'begin of validity', certificate: at(facts?.notBefore) },
    { field: 'end of its chain', certificate: at(facts?.chainNotAfter) },
    { field: 'subject', certificate: words(facts?.subject) },
    { field: 'public key', certificate: words(facts?.publicKey) },
    { field: 'SHA-256 fingerprint', certificate: facts && html`<code>${facts.fingerprintSha256}</code>` },
  ]
  if (isOfBundle(entry.kind)) {
    const said = lines.flatMap(({ field, certificate }) => (certificate ? [item(capitalised(field), certificate)] : []))
    return html`<h3>What the certificate says</h3>
<dl>${said}</dl>`
  }
  if (!comesWithPem(entry.kind)) {
    const said = lines.flatMap(({ field, api }) => (api ? [item(capitalised(field), api)] : []))
    return html`<h3>What the API says</h3>
<p>Of certificates of this kind, Cloudflare gives no PEM, so that nothing can be compared.</p>
<dl>${said}</dl>`
  }
  return html`<table role="table" class="compare"><caption>What the API says beside what the certificate says</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Field</th><th scope="col" role="columnheader">Cloudflare’s API</th><th scope="col" role="columnheader">The certificate</th><th scope="col" role="columnheader">Compared</th></tr></thead>
<tbody role="rowgroup">${lines.map(row)}</tbody></table>`
}

function row({ field, api, certificate, differs }: Line): Html {
  const none = html`<span class="none">–</span>`
  const word = differs === undefined ? '' : differs ? '≠ differs' : '= agrees'
  return html`<tr role="row"${differs === true && html` class="differs"`}><th scope="row" role="rowheader">${field}</th><td role="cell" data-label="API">${api ?? none}</td><td role="cell" data-label="Certificate">${certificate ?? none}</td><td role="cell" data-label="Compared">${word}</td></tr>
`
}

function at(seconds: number | undefined): Html | undefined {
  return seconds === undefined ? undefined : moment(seconds)
}

function words(text: string | undefined): Html | undefined {
  return text === undefined || text === '' ? undefined : html`<bdi>${shortened(text, longest)}</bdi>`
}

/** In decimal and in hexadecimal, as the other programs write it. */
function serial(text: string | undefined): Html | undefined {
  const hex = hexadecimal(text)
  return hex === undefined
    ? words(text)
    : html`<code>${text ?? ''}</code> <code class="none">${hex.replace(/^-?/, '$&0x')}</code>`
}
