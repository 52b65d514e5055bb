import type { DaemonStatus } from '../../../src/exposition/daemon-families.ts'
import type { DisplayedCertificate } from '../../../src/inventory/displayed-certificate.ts'
import { checked, entry, facts, failure, noon, success } from '../../../test/support/certificates.ts'
import { hostname, readAtNoon, store, zone } from '../../../test/support/exposed-zones.ts'
import { discoveryEntry } from '../../../test/support/zones.ts'

// One of everything that is exposed, so that every family has a sample and its labels can be read from it.

const inUse = { hostnames: ['app.example.com'], inUse: true }
const issuer = { subject: 'CN=Origin CA', notAfter: noon }
const found = {
  ...success,
  facts: facts({ problems: ['weak_key'], chain: [issuer], chainNotAfter: issuer.notAfter }),
}

const ca = {
  subject: 'CN=ca',
  fingerprintSha256: '',
  notBefore: 0,
  notAfter: noon,
  source: 'ca_file',
  isWeaklySigned: false,
} as const

/** A certificate of which everything is known and whose last check failed. */
export const exampleCertificate = {
  ...checked([found, failure('network')], entry({ labels: {} })),
  use: inUse,
  trust: [
    { file: 'a', partialChain: false, finding: { kind: 'trusted', paths: [{ members: [ca], begins: 0, ends: noon }] } },
    {
      file: 'b',
      partialChain: false,
      finding: { kind: 'untrusted', refusal: { fault: 'no_path', members: [], missing: '' } },
    },
  ],
} satisfies DisplayedCertificate

const association = { state: 'enabled', certificateId: entry().certificateId, status: 'active' } as const
const shown = hostname(association, { presents: 'key' })

export const exampleHostname = { ...shown, entry: { ...shown.entry, labels: {} } }

export const exampleStore = store({ reading: readAtNoon })

export const exampleZone = {
  ...zone({
    zoneSwitch: { isFresh: true, labels: {}, enabled: true, reading: readAtNoon },
    stores: [store({ reading: readAtNoon, listed: [] }, { kind: 'zone' })],
  }),
  certificates: new Map([['key', exampleCertificate]]),
}

export const exampleDiscovery = { entry: discoveryEntry({ labels: {} }), listed: [], reading: readAtNoon }

export const exampleDaemon: DaemonStatus = {
  build: { version: '', revision: '', nodeVersion: '' },
  certificates: 1,
  hostnames: 1,
  zones: 1,
  scheduleInterval: 3600,
  lastCycle: { startedAt: noon, duration: 1 },
  nextCycle: noon,
  config: { reloadSuccessful: true, reloadedAt: noon, hash: 1 },
  webConfig: { lastReloadSuccessful: true, tlsExpiry: noon },
  shard: { index: 0, total: 1 },
  tokens: [{ credentials: 'default', valid: true, expiresOn: noon }],
  readable: [{ credentials: 'default', isReadable: true }],
  trustFiles: [{ file: '/etc/exporter/origin-ca.pem', isReadable: true }],
  keys: [{ credentials: 'default', isRefused: false }],
  stateWrittenAt: noon,
  lastStateWriteSuccessful: true,
}
