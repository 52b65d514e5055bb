import { type Calendar, issueUntil, recordOf } from '../api/records.ts'
import type { CertificateOrder, IssuedCertificate } from './certificates.ts'
import { documentationCertificate, documentationRecord } from './documentation-example.ts'
import type { DistinguishedName } from './names.ts'
import type { Scenario } from './scenario.ts'
import { api, exampleCom, legacy } from './zones.ts'

/** A right-to-left override, markup, quotes and a line break, longer than a label may be. */
export const hostileText = `"quoted" \\back\\slash\\ \n# HELP <script>alert(1)</script> \u202egpj.exe {a="b"} ${'long '.repeat(150)}end`

function ca(at: Calendar, days: number, commonName: string, issuer?: IssuedCertificate): Promise<IssuedCertificate> {
  const order: CertificateOrder = {
    keyType: 'p256',
    subject: [
      ['O', 'Example BV'],
      ['CN', commonName],
    ],
    notBefore: at.days(-3000),
    notAfter: at.days(days),
    authority: true,
  }
  return issueUntil(order.notAfter, issuer ? { ...order, issuer } : order)
}

function leaf(at: Calendar, name: DistinguishedName, issuer: IssuedCertificate) {
  return issueUntil(at.days(250), { subject: name, issuer })
}

export const chainScenarios: readonly Scenario[] = [
  {
    number: 30,
    name: 'intermediate-ends-first',
    zone: api,
    about: 'the certificate is fine, the intermediate behind it ends in 20 days',
    expectation: { state: 'warning' },
    make: async ({ at, id }) => {
      const root = await ca(at, 3000, 'Example Root')
      const intermediate = await ca(at, 20, 'Example Intermediate', root)
      return recordOf(id, await leaf(at, [['CN', 'intermediate-ends-first']], intermediate), [intermediate])
    },
  },
  {
    number: 31,
    name: 'ended-root',
    zone: api,
    about: 'the self-signed root at the end of the chain ended long ago, which harms nobody',
    expectation: { state: 'ok' },
    make: async ({ at, id }) => {
      const root = await ca(at, -100, 'Example Old Root')
      const intermediate = await ca(at, 900, 'Example Reissued Intermediate', root)
      return recordOf(id, await leaf(at, [['CN', 'ended-root']], intermediate), [intermediate, root])
    },
  },
  {
    number: 32,
    name: 'documentation-example',
    zone: legacy,
    about: "the answer in Cloudflare's own documentation: its JSON says 2100, its PEM ended in 2016",
    expectation: { state: 'expired', mismatches: ['expires_on', 'serial_number', 'issuer'], problems: ['is_ca'] },
    make: async ({ id }) => ({ id, status: 'active', ...documentationRecord, certificate: documentationCertificate }),
  },
  {
    number: 33,
    name: 'hostile-names',
    zone: exampleCom,
    about: 'quotes, backslashes, markup, a line break and a text direction override in its subject and issuer',
    expectation: { state: 'ok' },
    make: async ({ at, id }) => {
      const subject: DistinguishedName = [
        ['C', 'NL'],
        ['O', hostileText],
        ['OU', ' #leading, and trailing; +<>= '],
        ['CN', 'hostile "names"\n'],
        ['EMAIL', 'nobody@example.com'],
      ]
      return recordOf(id, await issueUntil(at.days(250), { subject }))
    },
  },
]
