import type { CertificateFacts, CertificateRecord } from '../../src/certificate/model.ts'

export { documentationCertificate as documentationPem } from '../../src/simulator/fleet/documentation-example.ts'

/** What `openssl x509` reads in it. */
export const documentationFacts: CertificateFacts = {
  notBefore: Date.UTC(2016, 7, 24, 16, 43, 1) / 1000,
  notAfter: Date.UTC(2016, 10, 22, 16, 43, 1) / 1000,
  chain: [],
  chainNotAfter: undefined,
  serialNumber: '13961372106515542998',
  issuer: 'O=Internet Widgits Pty Ltd,ST=Some-State,C=AU',
  subject: 'O=Internet Widgits Pty Ltd,ST=Some-State,C=AU',
  commonName: undefined,
  signatureAlgorithm: 'SHA256-RSA',
  publicKey: 'RSA 2048',
  fingerprintSha256: 'ec46227f9a1b73e5227367afb38cc60530207cd41b95ef098fd91c87582c025b',
  problems: ['is_ca'],
}

/** What the documentation says of it. */
export const documentationRecord: CertificateRecord = {
  status: 'active',
  expiresOn: Date.UTC(2100, 0, 1, 5, 20, 0) / 1000,
  uploadedOn: Date.UTC(2019, 9, 28, 18, 11, 23, 374) / 1000,
  issuer: 'GlobalSign',
  serialNumber: '6743787633689793699141714808227354901',
  signature: 'SHA256WithRSA',
}
