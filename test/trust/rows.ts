import type { TrustFault } from '../../src/trust/model.ts'
import { commonName, extension, sequence } from '../certificate/der.ts'
import {
  alternativeNames,
  anyUsage,
  clientAuth,
  directory,
  dns,
  email,
  inDays,
  ip,
  isCa,
  isNoCa,
  keyUsage,
  type Made,
  nameConstraints,
  now,
  Pki,
  serverAuth,
  unknownCritical,
  uri,
  usages,
} from './pki.ts'

/** One path, what is to be found of it, and why. */
export interface Row {
  readonly name: string
  readonly leaf: Made
  readonly uploaded?: readonly Made[]
  readonly file: readonly Made[]
  readonly partialChain?: boolean
  /** The names of the certificates of the path, the leaf's left out; or why there is none. */
  readonly expected: readonly string[] | TrustFault
  /** Whose end is the path's; default: the leaf's. */
  readonly endsWith?: Made
}

const pki = new Pki()
const root = pki.ca('root', { until: inDays(3650) })
const upper = pki.ca('upper', { issuer: 'root', until: inDays(2000) })
const lower = pki.ca('lower', { issuer: 'upper', until: inDays(1000) })
const otherRoot = pki.ca('other root', { until: inDays(3650) })
const leaf = pki.leaf('leaf', 'root')
const deepLeaf = pki.leaf('deep leaf', 'lower')
const middleLeaf = pki.leaf('middle leaf', 'upper')

/** An intermediate under the root with extensions of its own, and a leaf under it. */
function under(name: string, ...extensions: readonly Buffer[]) {
  const ca = pki.ca(name, { issuer: 'root', extensions })
  return { leaf: pki.leaf(`under ${name}`, name), uploaded: [ca], file: [root] }
}

/** The same with a constraint, and a leaf with these names. */
function constrained(name: string, constraints: Buffer, ...names: readonly Buffer[]) {
  const ca = pki.ca(name, { issuer: 'root', extensions: [isCa(), constraints] })
  const extensions = names.length > 0 ? [alternativeNames(...names)] : []
  return { leaf: pki.leaf(`under ${name}`, name, { extensions }), uploaded: [ca], file: [root] }
}

/** Under `root`; its copy, signed by a root that ends early, lasts longer by itself. */
const bridge = pki.ca('bridge', { issuer: 'root', until: inDays(500) })
const rootOfBridge = pki.ca('bridge root', { until: inDays(800) })
const bridgeCrossSigned = pki.ca('bridge by bridge root', {
  subject: 'bridge',
  issuer: 'bridge root',
  until: inDays(900),
})
const twoIssuers = pki.ca('two issuers', { issuer: 'gone', keyIds: false })
const otherIssuer = pki.ca('other issuer', { subject: 'two issuers', key: 'impostor', issuer: 'gone', keyIds: false })
const stepToNowhere = pki.ca('gone', { issuer: 'gone too', keyIds: false })
const underTwoIssuers = pki.leaf('under two issuers', 'two issuers', { keyIds: false })

const rootEnding = pki.ca('root ending', { subject: 'short root', until: inDays(10) })
const rootEnded = pki.ca('root ended', { subject: 'old root', until: inDays(-1) })
const rootRenewed = pki.ca('root renewed', { subject: 'old root', until: inDays(900) })
const rootToCome = pki.ca('root to come', { subject: 'coming root', from: inDays(5), until: inDays(900) })
const twinToCome = pki.ca('twin to come', { subject: 'short root', from: inDays(5), until: inDays(900) })
const upperCrossSigned = pki.ca('upper by other root', { subject: 'upper', issuer: 'other root', until: inDays(500) })
const upperEnding = pki.ca('upper ending', { subject: 'upper', issuer: 'root', until: inDays(20) })
const loopA = pki.ca('loop a', { issuer: 'loop b' })
const loopB = pki.ca('loop b', { issuer: 'loop a' })
const impostor = pki.ca('impostor', { subject: 'root', key: 'impostor' })
const namelessRoot = pki.ca('nameless root', { keyIds: false })
const namelessImpostor = pki.ca('nameless impostor', { subject: 'nameless root', key: 'impostor', keyIds: false })
const namelessLeaf = pki.leaf('nameless leaf', 'nameless root', { keyIds: false })
const shortRoot = pki.ca('root of length 0', { extensions: [isCa(0)] })
const underShort = pki.ca('under length 0', { issuer: 'root of length 0' })
const lengthOne = pki.ca('length 1', { issuer: 'root', extensions: [isCa(1)] })
const belowOne = pki.ca('below 1', { issuer: 'length 1' })
const belowThat = pki.ca('below that', { issuer: 'below 1' })
const lengthZero = pki.ca('length 0', { issuer: 'root', extensions: [isCa(0)] })
const rollover = pki.ca('rollover', { subject: 'length 0', key: 'next key', issuer: 'length 0' })
const serverRoot = pki.ca('server root', { extensions: [isCa(), usages(serverAuth)] })
const oldRoot = pki.ca('version 1 root', { isVersion1: true })
const oldUpper = pki.ca('version 1 upper', { issuer: 'root', isVersion1: true })
const usageRoot = pki.ca('root with key usage alone', { extensions: [keyUsage(5)] })
const selfSigned = pki.leaf('self-signed', 'self-signed', { extensions: [usages(clientAuth)] })
const weakUpper = pki.ca('SHA-1 upper', { issuer: 'root', hash: 'sha1' })
const weakRoot = pki.ca('SHA-1 root', { hash: 'sha1' })
const upperToCome = pki.ca('upper to come', { issuer: 'root', from: inDays(3), until: inDays(700) })
const broken: Made = { ...leaf, ...damaged(pki.leaf('damaged', 'root')) }
const caseRoot = pki.ca('Case Root')
const longWay = Array.from({ length: 9 }, (_, i) => pki.ca(`step ${i}`, { issuer: i === 0 ? 'root' : `step ${i - 1}` }))

const dnsConstrained = pki.ca('example.com alone', {
  issuer: 'root',
  extensions: [isCa(), nameConstraints([dns('example.com')])],
})

/** Its last octet, which is the signature's, is another. */
function damaged({ der: bytes }: Made): Pick<Made, 'der' | 'pem' | 'fingerprint'> {
  const changed = Buffer.from(bytes)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  const pem = `-----BEGIN CERTIFICATE-----\n${changed.toString('base64')}\n-----END CERTIFICATE-----\n`
  return { der: changed, pem, fingerprint: '' }
}

const emailOid = '1.2.840.113549.1.9.1'
const country = (text: string) => [['2.5.4.6', text]] as const
const inGermany = [country('DE')] as const
const germanLeaf = (name: string, issuer: string) =>
  pki.leaf(name, issuer, { subject: [country('DE'), ...commonName(name)], key: name })

export const rows: readonly Row[] = [
  // Lengths and ends.
  { name: 'a root alone', leaf, file: [root], expected: ['root'] },
  {
    name: 'an intermediate that was uploaded',
    leaf: middleLeaf,
    uploaded: [upper],
    file: [root],
    expected: ['upper', 'root'],
  },
  { name: 'an intermediate in the file', leaf: middleLeaf, file: [root, upper], expected: ['upper', 'root'] },
  {
    name: 'two intermediates, one here and one there',
    leaf: deepLeaf,
    uploaded: [lower],
    file: [root, upper],
    expected: ['lower', 'upper', 'root'],
  },
  {
    name: 'uploaded in the wrong order',
    leaf: deepLeaf,
    uploaded: [upper, lower],
    file: [root],
    expected: ['lower', 'upper', 'root'],
  },
  {
    name: 'uploaded with root and stranger',
    leaf: deepLeaf,
    uploaded: [otherRoot, root, upper, lower],
    file: [root],
    expected: ['lower', 'upper', 'root'],
  },
  {
    name: 'nine intermediates',
    leaf: pki.leaf('far', 'step 8'),
    uploaded: longWay.toReversed(),
    file: [root],
    expected: [...longWay.map(({ name }) => name).toReversed(), 'root'],
  },
  {
    name: 'the root ends first',
    leaf: pki.leaf('under short root', 'short root'),
    file: [rootEnding],
    expected: ['root ending'],
    endsWith: rootEnding,
  },
  {
    name: 'the root has ended',
    leaf: pki.leaf('under old root', 'old root'),
    file: [rootEnded],
    expected: ['root ended'],
    endsWith: rootEnded,
  },
  {
    name: 'an intermediate ends first',
    leaf: middleLeaf,
    uploaded: [upperEnding],
    file: [root],
    expected: ['upper ending', 'root'],
    endsWith: upperEnding,
  },
  // Nobody at the end.
  { name: 'another root', leaf, file: [otherRoot], expected: 'no_path' },
  { name: 'the intermediate is missing', leaf: middleLeaf, file: [root], expected: 'no_path' },
  { name: 'one of two intermediates is missing', leaf: deepLeaf, uploaded: [lower], file: [root], expected: 'no_path' },
  { name: 'the root is uploaded, and not in the file', leaf, uploaded: [root], file: [otherRoot], expected: 'no_path' },
  { name: 'an intermediate alone in the file', leaf: middleLeaf, file: [upper], expected: 'no_path' },
  {
    name: 'a loop',
    leaf: pki.leaf('in a loop', 'loop a'),
    uploaded: [loopA, loopB],
    file: [root],
    expected: 'no_path',
  },
  {
    name: 'a loop in the file',
    leaf: pki.leaf('in a loop too', 'loop b'),
    file: [loopA, loopB, root],
    expected: 'no_path',
  },
  // partial_chain.
  {
    name: 'partial: an intermediate alone in the file',
    leaf: middleLeaf,
    file: [upper],
    partialChain: true,
    expected: ['upper'],
  },
  {
    name: 'partial: below it one that was uploaded',
    leaf: deepLeaf,
    uploaded: [lower],
    file: [upper],
    partialChain: true,
    expected: ['lower', 'upper'],
  },
  { name: 'partial: the leaf itself', leaf, file: [leaf], partialChain: true, expected: [] },
  { name: 'without partial: the leaf itself', leaf, file: [leaf], expected: 'no_path' },
  { name: 'partial: another intermediate', leaf: middleLeaf, file: [lower], partialChain: true, expected: 'no_path' },
  {
    name: 'partial: a loop in the file',
    leaf: pki.leaf('in a loop again', 'loop a'),
    file: [loopA, loopB],
    partialChain: true,
    expected: ['loop a'],
  },
  {
    name: 'partial: an ending intermediate outlived by none',
    leaf: middleLeaf,
    file: [upperEnding],
    partialChain: true,
    expected: ['upper ending'],
    endsWith: upperEnding,
  },
  // Twins.
  {
    name: 'an ended root and its renewed twin',
    leaf: pki.leaf('under twins', 'old root'),
    file: [rootEnded, rootRenewed],
    expected: ['root renewed'],
  },
  {
    name: 'the other way round',
    leaf: pki.leaf('under twins too', 'old root'),
    file: [rootRenewed, rootEnded],
    expected: ['root renewed'],
  },
  {
    name: 'cross-signed, the first root in the file',
    leaf: middleLeaf,
    uploaded: [upper, upperCrossSigned],
    file: [root],
    expected: ['upper', 'root'],
  },
  {
    name: 'cross-signed, the second root in the file',
    leaf: middleLeaf,
    uploaded: [upperCrossSigned],
    file: [otherRoot],
    expected: ['upper by other root', 'other root'],
  },
  {
    name: 'cross-signed, both roots in the file',
    leaf: middleLeaf,
    uploaded: [upper, upperCrossSigned],
    file: [otherRoot, root],
    expected: ['upper', 'root'],
  },
  {
    name: 'an ending intermediate and its renewed twin',
    leaf: middleLeaf,
    uploaded: [upperEnding, upper],
    file: [root],
    expected: ['upper', 'root'],
  },
  {
    name: 'cross-signed in the file, and the certificates of one way outlive those of the other',
    leaf: pki.leaf('below the bridge', 'bridge'),
    file: [root, bridge, rootOfBridge, bridgeCrossSigned],
    expected: ['bridge by bridge root', 'bridge root'],
  },
  // Two ways, and neither holds: what went wrong at the end of the longer one, or the plainer fault.
  {
    name: 'a bad signature beside a missing issuer, at the same distance',
    leaf: underTwoIssuers,
    uploaded: [twoIssuers, otherIssuer],
    file: [root],
    expected: 'bad_signature',
  },
  {
    name: 'a bad signature, and farther up a missing issuer',
    leaf: underTwoIssuers,
    uploaded: [otherIssuer, twoIssuers, stepToNowhere],
    file: [root],
    expected: 'no_path',
  },
  // Begins.
  {
    name: 'the root is not valid yet',
    leaf: pki.leaf('under coming root', 'coming root'),
    file: [rootToCome],
    expected: 'not_yet_valid',
  },
  {
    name: 'an intermediate is not valid yet',
    leaf: pki.leaf('under upper to come', 'upper to come'),
    uploaded: [upperToCome],
    file: [root],
    expected: 'not_yet_valid',
  },
  {
    name: 'the leaf is not valid yet',
    leaf: pki.leaf('leaf to come', 'root', { from: now + 1 }),
    file: [root],
    expected: 'not_yet_valid',
  },
  {
    name: 'the leaf begins this second',
    leaf: pki.leaf('beginning', 'root', { from: now }),
    file: [root],
    expected: ['root'],
  },
  {
    name: 'a twin that lasts longer is still to come',
    leaf: pki.leaf('between twins', 'short root'),
    file: [rootEnding, twinToCome],
    expected: ['root ending'],
    endsWith: rootEnding,
  },
  // Signatures.
  { name: 'the same name, another key', leaf, file: [impostor], expected: 'no_path' },
  { name: 'the same name, another key, and the right one', leaf, file: [impostor, root], expected: ['root'] },
  { name: 'no key identifiers', leaf: namelessLeaf, file: [namelessRoot], expected: ['nameless root'] },
  {
    name: 'the same name, another key, no key identifiers',
    leaf: namelessLeaf,
    file: [namelessImpostor],
    expected: 'bad_signature',
  },
  { name: 'a damaged signature', leaf: broken, file: [root], expected: 'bad_signature' },
  {
    name: 'a link signed with SHA-1',
    leaf: pki.leaf('under SHA-1', 'SHA-1 upper'),
    uploaded: [weakUpper],
    file: [root],
    expected: ['SHA-1 upper', 'root'],
  },
  {
    name: 'a root signed with SHA-1',
    leaf: pki.leaf('under SHA-1 root', 'SHA-1 root'),
    file: [weakRoot],
    expected: ['SHA-1 root'],
  },
  // Who may issue.
  { name: 'no basic constraints', ...under('without constraints'), expected: 'not_a_ca' },
  { name: 'basic constraints without CA', ...under('no CA', isNoCa), expected: 'not_a_ca' },
  {
    name: 'a leaf that issues',
    leaf: pki.leaf('under a leaf', 'leaf'),
    uploaded: [leaf],
    file: [root],
    expected: 'not_a_ca',
  },
  { name: 'key usage without keyCertSign', ...under('no signer', isCa(), keyUsage(0, 6)), expected: 'not_a_ca' },
  { name: 'key usage with keyCertSign', ...under('signer', isCa(), keyUsage(5, 6)), expected: ['signer', 'root'] },
  {
    name: 'a root of version 1',
    leaf: pki.leaf('under version 1', 'version 1 root', { keyIds: false }),
    file: [oldRoot],
    expected: ['version 1 root'],
  },
  {
    name: 'an intermediate of version 1',
    leaf: pki.leaf('under version 1 upper', 'version 1 upper', { keyIds: false }),
    uploaded: [oldUpper],
    file: [root],
    expected: 'not_a_ca',
  },
  {
    name: 'a root with keyCertSign alone',
    leaf: pki.leaf('under key usage', 'root with key usage alone'),
    file: [usageRoot],
    expected: ['root with key usage alone'],
  },
  {
    name: 'an intermediate with keyCertSign alone',
    ...under('upper with key usage alone', keyUsage(5)),
    expected: 'not_a_ca',
  },
  {
    name: 'a root without CA',
    leaf: pki.leaf('under no root', 'no root'),
    file: [pki.ca('no root', { extensions: [isNoCa] })],
    expected: 'not_a_ca',
  },
  // Path length.
  {
    name: 'length 0 and nothing below',
    leaf: pki.leaf('right below', 'root of length 0'),
    file: [shortRoot],
    expected: ['root of length 0'],
  },
  {
    name: 'length 0 and an intermediate below',
    leaf: pki.leaf('too far below', 'under length 0'),
    uploaded: [underShort],
    file: [shortRoot],
    expected: 'path_length',
  },
  {
    name: 'length 1 and one below',
    leaf: pki.leaf('below one', 'below 1'),
    uploaded: [belowOne, lengthOne],
    file: [root],
    expected: ['below 1', 'length 1', 'root'],
  },
  {
    name: 'length 1 and two below',
    leaf: pki.leaf('below two', 'below that'),
    uploaded: [belowThat, belowOne, lengthOne],
    file: [root],
    expected: 'path_length',
  },
  {
    name: 'a self-issued one below does not count',
    leaf: pki.leaf('below rollover', 'length 0', { signer: 'next key' }),
    uploaded: [rollover, lengthZero],
    file: [root],
    expected: ['rollover', 'length 0', 'root'],
  },
  {
    name: 'a length without CA',
    ...under('length of nothing', extension('2.5.29.19', sequence(Buffer.from([2, 1, 3])))),
    expected: 'unhandled_extension',
  },
  // What it may be used for.
  {
    name: 'clientAuth',
    leaf: pki.leaf('for clients', 'root', { extensions: [usages(clientAuth)] }),
    file: [root],
    expected: ['root'],
  },
  {
    name: 'serverAuth alone',
    leaf: pki.leaf('for servers', 'root', { extensions: [usages(serverAuth)] }),
    file: [root],
    expected: 'no_client_auth',
  },
  {
    name: 'any usage',
    leaf: pki.leaf('for anything', 'root', { extensions: [usages(anyUsage)] }),
    file: [root],
    expected: 'no_client_auth',
  },
  {
    name: 'key usage without digitalSignature',
    leaf: pki.leaf('to encipher', 'root', { extensions: [keyUsage(2)] }),
    file: [root],
    expected: 'no_client_auth',
  },
  {
    name: 'key usage with keyAgreement alone',
    leaf: pki.leaf('to agree', 'root', { extensions: [keyUsage(4)] }),
    file: [root],
    expected: ['root'],
  },
  { name: 'an intermediate for servers', ...under('servers', isCa(), usages(serverAuth)), expected: 'no_client_auth' },
  {
    name: 'an intermediate for both',
    ...under('both', isCa(), usages(serverAuth, clientAuth)),
    expected: ['both', 'root'],
  },
  {
    name: 'a root for servers',
    leaf: pki.leaf('under server root', 'server root'),
    file: [serverRoot],
    expected: 'no_client_auth',
  },
  { name: 'a self-signed leaf in the file', leaf: selfSigned, file: [selfSigned], expected: [] },
  { name: 'a self-signed leaf', leaf: selfSigned, file: [root], expected: 'no_path' },
  // Extensions.
  {
    name: 'an unknown critical extension',
    leaf: pki.leaf('unknown', 'root', { extensions: [unknownCritical] }),
    file: [root],
    expected: 'unhandled_extension',
  },
  {
    name: 'an unknown critical extension above',
    ...under('unknown above', isCa(), unknownCritical),
    expected: 'unhandled_extension',
  },
  // Names.
  {
    name: 'a name in other letters',
    leaf: pki.leaf('lower case', 'Case Root', { issuer: 'case  ROOT', signer: 'Case Root' }),
    file: [caseRoot],
    expected: ['Case Root'],
  },
  {
    name: 'a permitted DNS name',
    ...constrained('dns', nameConstraints([dns('example.com')]), dns('a.Example.com')),
    expected: ['dns', 'root'],
  },
  {
    name: 'a DNS name that is not permitted',
    ...constrained('dns no', nameConstraints([dns('example.com')]), dns('example.org')),
    expected: 'name_constraints',
  },
  {
    name: 'an excluded DNS name',
    ...constrained('dns out', nameConstraints([], [dns('example.com')]), dns('a.example.com')),
    expected: 'name_constraints',
  },
  {
    name: 'a DNS name that only looks alike',
    ...constrained('dns alike', nameConstraints([dns('example.com')]), dns('anexample.com')),
    expected: 'name_constraints',
  },
  {
    name: 'names of other kinds',
    ...constrained('dns alone', nameConstraints([dns('example.com')]), email('a@example.org')),
    expected: ['dns alone', 'root'],
  },
  {
    name: 'a permitted address',
    ...constrained('ip', nameConstraints([ip(10, 0, 0, 0, 255, 0, 0, 0)]), ip(10, 1, 2, 3)),
    expected: ['ip', 'root'],
  },
  {
    name: 'an address that is not permitted',
    ...constrained('ip no', nameConstraints([ip(10, 0, 0, 0, 255, 0, 0, 0)]), ip(11, 1, 2, 3)),
    expected: 'name_constraints',
  },
  {
    name: 'a permitted mailbox',
    ...constrained('mail', nameConstraints([email('example.com')]), email('ops@example.com')),
    expected: ['mail', 'root'],
  },
  {
    name: 'a mailbox that is not permitted',
    ...constrained('mail no', nameConstraints([email('.example.com')]), email('ops@example.com')),
    expected: 'name_constraints',
  },
  {
    name: 'a permitted mailbox, its host in other letters',
    ...constrained('mail case', nameConstraints([email('Example.COM')]), email('ops@example.com')),
    expected: ['mail case', 'root'],
  },
  {
    name: 'a mailbox that is permitted by its whole address',
    ...constrained('mail whole', nameConstraints([email('ops@example.com')]), email('ops@Example.com')),
    expected: ['mail whole', 'root'],
  },
  {
    name: 'another mailbox than the permitted one, at the same host',
    ...constrained('mail neighbour', nameConstraints([email('ops@example.com')]), email('dev@example.com')),
    expected: 'name_constraints',
  },
  {
    name: 'the same mailbox at another host',
    ...constrained('mail elsewhere', nameConstraints([email('ops@example.com')]), email('ops@example.org')),
    expected: 'name_constraints',
  },
  {
    name: 'a permitted URI',
    ...constrained('uri', nameConstraints([uri('.example.com')]), uri('spiffe://a.example.com/x')),
    expected: ['uri', 'root'],
  },
  {
    name: 'a URI that is not permitted',
    ...constrained('uri no', nameConstraints([uri('example.com')]), uri('spiffe://a.example.com/x')),
    expected: 'name_constraints',
  },
  { name: 'a permitted subject', file: [root], ...inDirectory('directory', 'DE'), expected: ['directory', 'root'] },
  {
    name: 'a subject that is not permitted',
    file: [root],
    ...inDirectory('directory no', 'FR'),
    expected: 'name_constraints',
  },
  { name: 'a common name that reads like a DNS name', ...named('cn', 'a.example.org'), expected: 'name_constraints' },
  { name: 'a permitted common name', ...named('cn in', 'a.example.com'), expected: ['cn in', 'root'] },
  { name: 'a common name that is no DNS name', ...named('cn free', 'payments api'), expected: ['cn free', 'root'] },
  {
    name: 'the common name of an intermediate, which no origin reads as a DNS name',
    leaf: pki.leaf('below it', 'ca.example.org', { extensions: [alternativeNames(dns('a.example.com'))] }),
    uploaded: [dnsConstrained, pki.ca('ca.example.org', { issuer: 'example.com alone' })],
    file: [root],
    expected: ['ca.example.org', 'example.com alone', 'root'],
  },
  {
    name: 'a mailbox in the subject',
    file: [root],
    ...mailed('subject mail', 'ops@example.org'),
    expected: 'name_constraints',
  },
]

function inDirectory(name: string, permitted: string) {
  const ca = pki.ca(name, { issuer: 'root', extensions: [isCa(), nameConstraints([directory([country(permitted)])])] })
  return { leaf: germanLeaf(`under ${name}`, name), uploaded: [ca] }
}

function named(name: string, subject: string) {
  const ca = pki.ca(name, { issuer: 'root', extensions: [isCa(), nameConstraints([dns('example.com')])] })
  return { leaf: pki.leaf(`under ${name}`, name, { subject }), uploaded: [ca], file: [root] }
}

function mailed(name: string, address: string) {
  const ca = pki.ca(name, { issuer: 'root', extensions: [isCa(), nameConstraints([email('example.com')])] })
  const subject = [...inGermany, [[emailOid, address]]] as const
  return { leaf: pki.leaf(`under ${name}`, name, { subject, key: name }), uploaded: [ca] }
}

/** OpenSSL takes the first issuer that fits and does not look back. Whether an origin does depends on what it is made with. */
export const rowsInWhichOpenSslGivesUp: readonly Row[] = [
  {
    name: 'two twins were uploaded, and only the second leads to the file',
    leaf: middleLeaf,
    uploaded: [upper, upperCrossSigned],
    file: [otherRoot],
    expected: ['upper by other root', 'other root'],
  },
  {
    name: 'the same name, another key, no key identifiers, and the right one',
    leaf: namelessLeaf,
    file: [namelessImpostor, namelessRoot],
    expected: ['nameless root'],
  },
]
