import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import { collectDefaultMetrics, Gauge, register } from 'prom-client'
import { request } from 'undici'

// What somebody would write in an afternoon: all certificates of some zones, their end as a gauge of prom-client, and no more.

interface Listed {
  readonly result: readonly { readonly id: string; readonly status: string; readonly certificate: string }[]
}

const [baseUrl = '', token = '', ...zones] = process.argv.slice(2)
collectDefaultMetrics()
const expiry = new Gauge({
  name: 'cloudflare_certificate_expiry_timestamp_seconds',
  help: 'When the certificate ends.',
  labelNames: ['zone_id', 'certificate_id', 'status', 'subject', 'issuer', 'serial', 'fingerprint'],
})

createServer(async (_request, response) => {
  response.setHeader('content-type', register.contentType)
  response.end(await register.metrics())
}).listen(0, '127.0.0.1', function (this: import('node:net').Server) {
  const address = this.address()
  process.stdout.write(`listening on ${typeof address === 'object' ? address?.port : address}\n`)
})

for (const zone of zones) {
  const url = `${baseUrl}/zones/${zone}/origin_tls_client_auth/hostnames/certificates`
  const { body } = await request(url, { headers: { authorization: `Bearer ${token}` } })
  const listed = (await body.json()) as Listed
  for (const { id, status, certificate } of listed.result) {
    const read = new X509Certificate(certificate)
    const { subject, issuer, serialNumber: serial, fingerprint256: fingerprint } = read
    const labels = { zone_id: zone, certificate_id: id, status, subject, issuer, serial, fingerprint }
    expiry.set(labels, read.validToDate.getTime() / 1000)
  }
}
process.stdout.write('all known\n')
