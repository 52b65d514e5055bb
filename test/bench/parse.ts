import 'reflect-metadata/lite'
import { X509Certificate as NodeCertificate } from 'node:crypto'
import { X509Certificate } from '@peculiar/x509'
import { parsePem } from '../../src/certificate/parse.ts'
import { type Figure, figure, tell } from './figure.ts'
import { distinctFleet } from './shipped/distinct-fleet.ts'

const certificates = 400
const rounds = 9

/** One certificate, every one different, by turns with what the two libraries at hand take to read it. The compiler has done its part. */
export async function benchParse(): Promise<readonly Figure[]> {
  tell('parse: one certificate, by turns with @peculiar/x509 and node:crypto')
  const fleet = await distinctFleet(certificates)
  const pems = fleet.certificates.map(({ record }) => record?.certificate ?? '')
  const readers = {
    ours: (pem: string) => parsePem(pem).ok,
    peculiar: (pem: string) => new X509Certificate(pem).serialNumber,
    node: (pem: string) => new NodeCertificate(pem).validTo,
  }
  const least = { ours: Number.POSITIVE_INFINITY, peculiar: Number.POSITIVE_INFINITY, node: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++)
    for (const name of ['ours', 'peculiar', 'node'] as const)
      least[name] = Math.min(least[name], cpuMs(() => pems.forEach(readers[name])) / certificates)
  const row = (what: string, value: number) => ({ value, what })
  const ours = { what: 'parse of one certificate', ours: least.ours, unit: 'ms of CPU' } as const
  return [
    figure({
      ...ours,
      reference: row('new X509Certificate of @peculiar/x509', least.peculiar),
      target: { of: 'ratio', atMost: 1.25 },
    }),
    figure({ ...ours, reference: row('new X509Certificate of node:crypto', least.node) }),
  ]
}

function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
