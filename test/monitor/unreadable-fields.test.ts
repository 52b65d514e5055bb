import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { expiryOf } from '../../src/certificate/urgency.ts'
import { type CertificateAnswer, readCertificate } from '../../src/cloudflare/certificate-answer.ts'
import { readCertificateList } from '../../src/cloudflare/certificate-list.ts'
import { merge, unchecked } from '../../src/inventory/merge.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { checkCertificates } from '../../src/monitor/check.ts'
import { ParsedPems } from '../../src/monitor/parsed-pems.ts'
import type { CertificateRecord, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { entry } from '../support/certificates.ts'

import { sharedDemoFleet } from '../support/fleet.ts'

let simulated: SimulatedCertificate
let record: CertificateRecord
beforeAll(async () => {
  const fleet = await sharedDemoFleet()
  const found = fleet.certificates.find(({ name }) => name === 'fine-ecdsa')
  if (!found?.record) throw new Error('the fleet has no fine-ecdsa')
  simulated = found
  record = found.record
})

function read(result: object, inList: boolean): CertificateAnswer | undefined {
  if (inList) {
    const reading = readCertificateList({ result: [result], resultInfo: { total_count: 1 } })
    return reading.ok ? reading.value.certificates.get(simulated.certificateId) : undefined
  }
  const reading = readCertificate(result, simulated.certificateId)
  return reading.ok ? reading.value : undefined
}

/** The expiry that is known after a first check which brought this answer. */
async function expiryAfter(answer: CertificateAnswer): Promise<number | undefined> {
  const watched = unchecked(entry({ ...simulated, scopeId: simulated.zoneId, labels: {} }), 0)
  const outcomes = await checkCertificates([watched.entry], {
    source: {
      certificate: async () => ({ ok: true, value: answer }),
      certificates: () => Promise.reject(new Error('no list is needed')),
      hasAssociations: () => Promise.reject(new Error('no service is associated with it')),
    },
    pems: new ParsedPems(),
    lists: new Map(),
    embedded: new Map(),
    confirmations: { answerAbout: () => undefined },
    internalError: (error) => {
      throw error
    },
    signal: new AbortController().signal,
  })
  const outcome = outcomes.get(keyOf(watched.entry))
  if (!outcome) throw new Error('the certificate was not checked')
  const { known } = merge(watched, outcome, Date.now() / 1000)
  return expiryOf(known?.facts, known?.record)
}

test('any one field of a good answer may become anything, alone or in a list: the expiry is known', async () => {
  const expiry = Date.parse(record.expires_on ?? '') / 1000
  const anything = fc.oneof(fc.jsonValue(), fc.string({ minLength: 20_000, maxLength: 20_000 }))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(record)), anything, fc.boolean(), async (field, value, inList) => {
      // Another id means another certificate.
      fc.pre(field !== 'id' || (!inList && typeof value !== 'string'))
      const answer = read({ ...record, [field]: value }, inList)
      expect(answer).toBeDefined()
      if (answer) expect(await expiryAfter(answer)).toBe(expiry)
    }),
    { numRuns: 300 },
  )
})
