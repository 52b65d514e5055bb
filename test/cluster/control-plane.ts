import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/port.ts'
import { type Api, connect, until } from './api.ts'
import type { Programs } from './programs.ts'

/** etcd, an API server and the controllers, on loopback. No kubelet: nothing runs. */
export interface ControlPlane {
  readonly api: Api
  /** The path of a kubeconfig for an administrator. */
  readonly kubeconfig: string
  readonly stop: () => Promise<void>
}

export async function startControlPlane(programs: Programs): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-cluster-'))
  const children: ChildProcess[] = []
  const start = (program: keyof Programs, flags: readonly string[]) =>
    children.push(startProgram(programs[program], flags, join(folder, `${program}.log`)))
  const stop = async () => {
    for (const child of children.reverse()) await end(child)
    await rm(folder, { recursive: true })
  }
  try {
    const [client, peer, secure] = await Promise.all([freePort(), freePort(), freePort()])
    start('etcd', etcdFlags(folder, client, peer))
    const token = randomUUID()
    await writeKeys(folder, token)
    start('kube-apiserver', apiServerFlags(folder, client, secure))
    const url = `https://127.0.0.1:${secure}`
    const ca = await until('the API server writes its certificate', () =>
      readFile(join(folder, 'apiserver.crt'), 'utf8'),
    )
    const api = connect(url, token, ca)
    await until('the API server is ready', () => api.get('/readyz', 'text'))
    const kubeconfig = join(folder, 'kubeconfig')
    await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(url, token, join(folder, 'apiserver.crt'))))
    start('kube-controller-manager', controllerFlags(folder, kubeconfig))
    return { api, kubeconfig, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function etcdFlags(folder: string, client: number, peer: number): readonly string[] {
  const [clients, peers] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`]
  return [
    ...[`--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn'],
    ...[`--listen-client-urls=${clients}`, `--advertise-client-urls=${clients}`],
    ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`, `--initial-cluster=default=${peers}`],
  ]
}

function apiServerFlags(folder: string, etcd: number, port: number): readonly string[] {
  return [
    ...[`--etcd-servers=http://127.0.0.1:${etcd}`, `--secure-port=${port}`, '--bind-address=127.0.0.1'],
    ...[`--cert-dir=${folder}`, `--token-auth-file=${join(folder, 'tokens.csv')}`, '--authorization-mode=RBAC'],
    ...['--service-account-issuer=https://kubernetes.default.svc', '--service-cluster-ip-range=10.0.0.0/20'],
    ...[`--service-account-key-file=${join(folder, 'accounts.pem')}`],
    ...[`--service-account-signing-key-file=${join(folder, 'accounts.pem')}`],
    // It would publish its address, and loopback is none that it may publish.
    ...['--endpoint-reconciler-type=none', '--advertise-address=127.0.0.1'],
  ]
}

function controllerFlags(folder: string, kubeconfig: string): readonly string[] {
  return [
    ...[`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
    `--service-account-private-key-file=${join(folder, 'accounts.pem')}`,
  ]
}

async function writeKeys(folder: string, token: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'accounts.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }))
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`)
}

function kubeconfigOf(server: string, token: string, certificate: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
  }
}

function startProgram(path: string, flags: readonly string[], log: string): ChildProcess {
  const child = spawn(path, flags, { stdio: ['ignore', 'pipe', 'pipe'] })
  const file = createWriteStream(log)
  child.stdout?.pipe(file)
  child.stderr?.pipe(file)
  return child
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
