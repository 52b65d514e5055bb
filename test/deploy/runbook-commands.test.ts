import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { createServer } from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { hostnameScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { bundleOfThisRun } from '../run/bundle.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)
const runbooks = globSync('docs/runbooks/*.md').sort()

/** A shell sets these itself, so that a line which was pasted without a value asks for something else. */
const shellsOwn =
  /\$\{?(?:HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|UID|EUID|PPID|RANDOM|SECONDS|SHELL|USER|HOME|PWD|GROUPS|PATH)\b/

test.each(runbooks)('%s uses no name that a shell has of its own', (path) => {
  expect(shellsOwn.exec(readFileSync(path, 'utf8'))?.[0]).toBeUndefined()
})

test.each(runbooks)('%s has its commands in blocks of their own, where they are tried', (path) => {
  const prose = readFileSync(path, 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
  expect(prose.match(/`(?:curl|openssl|jq|kubectl|docker|helm|df|ls|cloudflare-cert-exporter) [^`]*`/g)).toBeNull()
})

/** Everything that a runbook lets people type, in its order. */
function commandsOf(runbook: string): string {
  const text = readFileSync(`docs/runbooks/${runbook}.md`, 'utf8')
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)]
    .map(([, indentation = '', block = '']) => block.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''))
    .join('')
}

interface Trial {
  /** The name of a certificate of the demo, for CERTIFICATE_ID and ZONE_ID, or ACCOUNT_ID where it is kept in an account. */
  readonly certificate?: string
  /** The name of a hostname of the demo, for `name` and, where there is no certificate, ZONE_ID. */
  readonly hostname?: string
  /** Lines `NAME=…` of the runbook that people fill in. The value may name a certificate of the demo as `@NAME`. */
  readonly values?: Readonly<Record<string, string>>
  /** What is printed, in this order. */
  readonly prints: readonly RegExp[]
}

const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.source
const noError = /\[\]\n/.source
const noErrors = new RegExp(noError)

const trials: Readonly<Record<string, readonly Trial[]>> = {
  CloudflareCertCheckFailing: [{ prints: [] }],
  CloudflareCertDeploymentTimedOut: [
    {
      certificate: 'deployment-timed-out',
      hostname: 'orders.shop.example',
      prints: [/"status": "deployment_timed_out"/, /"cert_id": "/, new RegExp(`\n${id} ends 20`)],
    },
  ],
  CloudflareCertExpired: [
    {
      certificate: 'fine-ecdsa',
      hostname: 'payments.example.com',
      prints: [/Not After/, new RegExp(`${noError}"${id}"`)],
    },
    {
      certificate: 'intermediate-ends-first',
      hostname: 'forgotten.example.com',
      prints: [/Not After[\s\S]*Not After/, /"code": 1553/],
    },
    {
      certificate: 'whole-zone',
      hostname: 'forgotten.example.com',
      values: { store: '$api' },
      prints: [/Not After/, /"code": 1553[\s\S]*\nnull/],
    },
  ],
  CloudflareCertExporterConfigReloadFailed: [{ prints: [/: valid\n/] }],
  CloudflareCertExporterDown: [
    {
      prints: [
        /logs NAME-OF-THE-POD .*--previous/,
        /"name": "exporter-validate-0"/,
        // In Kubernetes, in Docker and elsewhere.
        /: valid\n/,
        /delete pod exporter-validate-0/,
        /logs --tail 50/,
        /: valid\n/,
        /: valid\n/,
        /fine-ecdsa/,
      ],
    },
  ],
  CloudflareCertExporterStateNotWritten: [{ values: { folder: '.' }, prints: [/Filesystem/, /config/] }],
  CloudflareCertExporterWebCertExpirySoon: [
    { values: { exporter: '@exporter' }, prints: [/subject=CN ?= ?exporter[\s\S]*notAfter=/] },
  ],
  CloudflareCertGone: [{ certificate: 'fine-ecdsa', prints: [/active\t20.*\t\S+\.\S+/] }],
  CloudflareCertMismatch: [
    { certificate: 'documentation-example', prints: [/"serial_number"/, /serial=[0-9A-F]+\nnotAfter=/] },
  ],
  CloudflareCertNotActive: [
    { certificate: 'pending-deployment', prints: [new RegExp(`${noError}"pending_deployment"`)] },
    { certificate: 'whole-zone', values: { store: '$api' }, prints: [new RegExp(`${noError}"active"`)] },
    { certificate: 'unknown-id', prints: [/"code": 1551[\s\S]*\nnull/] },
  ],
  CloudflareCertNotTrusted: [
    // A certificate that signed itself leads to itself.
    { values: { ca: 'new.pem' }, prints: [/^new\.pem: OK/] },
  ],
  CloudflareCertNotWatched: [
    { certificate: 'fine-ecdsa', prints: [new RegExp(`${noError}[\\s\\S]*${id}\tactive\t20`)] },
  ],
  CloudflareCertProblem: [{ certificate: 'begins-next-week', prints: [/Not Before/] }],
  CloudflareCertRotationUnfinished: [{ hostname: 'orders.shop.example', prints: [new RegExp(`"cert_id": "${id}"`)] }],
  CloudflareCertUnused: [
    { certificate: 'fine-ecdsa', prints: [new RegExp(`${noError}[\\s\\S]*${id}\t\\w+\t20`)] },
    {
      certificate: 'whole-zone',
      values: { store: '$api' },
      prints: [new RegExp(`${noError}[\\s\\S]*${id}\tactive\t20`)],
    },
  ],
  CloudflareCredentialRefused: [{ prints: [new RegExp(`${noError}"ops@example.com"`)] }],
  CloudflareCredentialUnreadable: [
    { prints: [/create secret generic .* --from-file=token=token.txt[\s\S]*apply -f -/] },
  ],
  CloudflareFieldsUnreadable: [{ certificate: 'fine-ecdsa', prints: [/"expires_on": "20/] }],
  CloudflareHostnameWithoutCert: [
    {
      hostname: 'staging.example.com',
      values: { certificate: '@fine-rsa' },
      prints: [/"enabled": false/, /\nfalse\n/, new RegExp(`${id} ends 20`), /"enabled": true/],
    },
    {
      hostname: 'retired.example.com',
      values: { certificate: '@fine-rsa' },
      prints: [/"enabled": null/, /\nfalse\n/, /"enabled": true/],
    },
    {
      hostname: 'forgotten.example.com',
      values: { certificate: '@fine-rsa' },
      prints: [/"code": 1553[\s\S]*\nnull\n/, /\nfalse\n/, /"enabled": true/],
    },
  ],
  CloudflareOriginCaExpired: [{ values: { ca: 'new.pem' }, prints: [/Not After[\s\S]*Subject:.*exporter/] }],
  CloudflareTokenExpirySoon: [{ prints: [new RegExp(`${noError}[\\s\\S]*"status": "active"`)] }],
  CloudflareTokenInvalid: [{ prints: [new RegExp(`${noError}[\\s\\S]*"status": "active"`)] }],
  'other-kinds': [
    {
      certificate: 'shop.example +1 RSA',
      prints: [new RegExp(`${noError}[\\s\\S]*"hosts"`), new RegExp(`\n${id}\tactive\t20\\S+\tshop\\.example www`)],
    },
    {
      certificate: 'Example Origin Root 2016',
      values: { store: '$zone/acm/custom_trust_store' },
      prints: [noErrors, new RegExp(`\n${id}\tactive\t20`), /Not After[\s\S]*Subject:.*Example Origin Root 2016/],
    },
    {
      certificate: 'worker-upstream',
      values: { store: '$account/mtls_certificates' },
      prints: [noErrors, new RegExp(`\n${id}\tno status\t20\\S+\tworker-upstream`), /Not After/],
    },
    {
      certificate: 'devices-ca',
      values: { store: '$account/access/certificates' },
      prints: [noErrors, new RegExp(`\n${id}\tno status\t20\\S+\tdevices-ca`)],
    },
    {
      certificate: 'Gateway CA 2026',
      values: { store: '$account/gateway/certificates' },
      prints: [noErrors, new RegExp(`\n${id}\tavailable\t20`), /Not After/],
    },
  ],
  'replace-a-certificate': [
    {
      hostname: 'payments.example.com',
      values: { OLD_ID: '@fine-ecdsa' },
      prints: [
        new RegExp(`${id} active ends 20`),
        /"status": "pending_deployment"/,
        /"active"/,
        new RegExp(`"cert_id": "${id}",\n {2}"enabled": true`),
        /"pending_deletion"/,
      ],
    },
    {
      certificate: 'whole-zone',
      hostname: 'payments.example.com',
      values: { store: '$api', OLD_ID: '@whole-zone' },
      prints: [/"status": "pending_deployment"/, /"pending_deletion"/],
    },
  ],
}

test('every runbook with commands is tried', () => {
  const withCommands = runbooks.map((path) => basename(path, '.md')).filter((name) => commandsOf(name) !== '')
  expect(Object.keys(trials).sort()).toEqual(withCommands.sort())
})

/** One that exits again and again, as the API server has it: nothing can be run in it. */
const failingPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'exporter-0', labels: { 'app.kubernetes.io/name': 'cloudflare-cert-exporter' } },
  spec: {
    restartPolicy: 'Always',
    containers: [
      { name: 'exporter', args: ['run', '--log-level=info'], livenessProbe: {}, readinessProbe: {}, startupProbe: {} },
      { name: 'beside', args: ['never'] },
    ],
  },
}

/** Whether a pod ends by itself, and nobody counts it as one of the exporter's. */
const endsByItself =
  '.metadata.labels == null and .spec.restartPolicy == "Never" and all(.spec.containers[]; .args[0] != "run") and ([.spec.containers[] | keys[] | select(endswith("Probe"))] == [])'

/** Says what it was asked for: there is no cluster here. A pod that it is to create runs at once. */
const kubectl = `#!/bin/sh
echo "kubectl $*" >&2
case " $* " in
*" apply "*) cat ;;
*" get pod "*) cat failing-pod.json; exit ;;
*" create --filename "*)
  jq 'if ${endsByItself} then . else error("does not end") end' >made-pod.json || exit
  cat made-pod.json ;;
*" logs exporter-validate-0 "*) cloudflare-cert-exporter $(jq --raw-output '.spec.containers[].args[]' made-pod.json) ;;
*) echo "$@" ;;
esac
echo "$@"
`

/** The same. What is to run in a container runs here. */
const docker = `#!/bin/sh
for last; do :; done
if [ "$1" = run ]; then exec cloudflare-cert-exporter "$last"; fi
echo "$@"
`

let fleet: Fleet
let simulator: Simulator
let folder: string
/** `new.key` and `new.pem`, as whoever follows a runbook has made them. */
let made: Readonly<Record<string, string>> = {}
let program: string
beforeAll(async () => {
  fleet = await sharedDemoFleet()
  program = await bundleOfThisRun()
})
beforeEach(async () => {
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  folder = await mkdtemp(join(tmpdir(), 'runbook-'))
  await mkdir(join(folder, 'config'))
  await mkdir(join(folder, 'bin'))
  const fine = fleet.certificates.find(({ name }) => name === 'fine-ecdsa')
  const entry = { kind: fine?.kind, zone_id: fine?.zoneId, certificate_id: fine?.certificateId, name: 'fine-ecdsa' }
  const config = { cloudflare: { base_url: simulator.baseUrl }, certificates: [entry] }
  const node = resolve('node_modules/.bin/node')
  const files = {
    'config/config.yaml': JSON.stringify(config),
    token: defaultCredentials.token,
    key: defaultCredentials.key,
    'token.txt': defaultCredentials.token,
    ...made,
    'bin/cloudflare-cert-exporter': `#!/bin/sh\nexec ${node} ${program} "$@"\n`,
    'failing-pod.json': JSON.stringify(failingPod),
    'bin/kubectl': kubectl,
    'bin/docker': docker,
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  for (const name of ['cloudflare-cert-exporter', 'kubectl', 'docker']) await chmod(join(folder, 'bin', name), 0o755)
})
afterEach(async () => {
  await simulator.close()
  await rm(folder, { recursive: true })
})

/** Types the commands of a runbook into a bash of its own, with Cloudflare's address as the only change besides the values. */
async function typed(runbook: string, { certificate, hostname, values = {} }: Trial): Promise<string> {
  const named = (name: string) => fleet.certificates.find((each) => each.name === name)
  const other = fleet.resources?.find(({ name }) => name === certificate)
  const place = hostnameScenarios.find((each) => each.hostname === hostname)?.zone.id
  const exporter = await startExporterDoor()
  const fill = (value: string) =>
    value === '@exporter' ? exporter.address : value.replace(/^@(.*)/, (_, name) => named(name)?.certificateId ?? name)
  const lines = Object.entries({ ...(hostname && { name: hostname }), ...values }).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}=\\S+`, 'm'), () => `${name}=${fill(value)}`),
    commandsOf(runbook).replaceAll('https://api.cloudflare.com/client/v4', simulator.baseUrl),
  )
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    CLOUDFLARE_API_TOKEN: defaultCredentials.token,
    EMAIL: defaultCredentials.email,
    ZONE_ID: named(certificate ?? '')?.zoneId ?? place ?? other?.scopeId ?? fleet.certificates[0]?.zoneId ?? '',
    ACCOUNT_ID: other?.scopeId ?? '',
    CERTIFICATE_ID: named(certificate ?? '')?.certificateId ?? other?.id ?? '',
  }
  try {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', lines], { env, cwd: folder })
    return stdout
  } finally {
    exporter.close()
  }
}

/** A key and a certificate that signed itself. */
async function newCertificate(): Promise<Readonly<Record<string, string>>> {
  const where = await mkdtemp(join(tmpdir(), 'runbook-'))
  const [key, pem] = [join(where, 'new.key'), join(where, 'new.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=exporter']
  try {
    await run('openssl', ['req', ...kind, '-keyout', key, '-out', pem])
    return { 'new.key': readFileSync(key, 'utf8'), 'new.pem': readFileSync(pem, 'utf8') }
  } finally {
    await rm(where, { recursive: true })
  }
}

/** What the exporter presents to its own clients. */
async function startExporterDoor(): Promise<{ readonly address: string; close(): void }> {
  const [cert, key] = ['new.pem', 'new.key'].map((file) => readFileSync(join(folder, file), 'utf8'))
  const server = createServer({ cert, key }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { address: `127.0.0.1:${port}`, close: () => server.close() }
}

describeWithTools(['bash', 'curl', 'jq', 'openssl'], 'the commands of the runbooks, in a real bash', () => {
  beforeAll(async () => {
    made = await newCertificate()
  })
  const each = Object.entries(trials).flatMap(([runbook, those]) =>
    those.map((trial, index) => [runbook, index + 1, trial] as const),
  )
  test.each(each)('%s, %i (kubectl and docker are not the real ones)', async (runbook, _, trial) => {
    const said = await typed(runbook, trial)
    let rest = said
    for (const pattern of trial.prints) {
      const found = pattern.exec(rest)
      expect(found, `${pattern} in\n${rest}`).not.toBeNull()
      rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0) - 1)
    }
  })
})
