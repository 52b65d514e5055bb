import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { patientLength } from './machine.ts'

export interface ConfigurationFile {
  readonly path: string
  readonly tokenPath: string
  remove(): Promise<void>
}

/** Also what is written there in the meantime. */
const everything = { recursive: true, force: true } as const

/** No cycle comes by itself while a test runs. */
function onceADay(): string {
  return `0 ${(new Date().getUTCHours() + 12) % 24} * * *`
}

/** A configuration on disk that watches these certificates of a simulator. */
export async function writeConfiguration(
  simulator: Simulator,
  certificates: readonly SimulatedCertificate[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<ConfigurationFile> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-test-'))
  const path = join(folder, 'config.yaml')
  const tokenPath = join(folder, 'token')
  await writeFile(tokenPath, `${simulator.credentials.token}\n`)
  const configuration = {
    schedule: onceADay(),
    cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(2) },
    credentials: { default: { api_token_file: 'token' } },
    certificates: certificates.map(({ kind, zoneId, certificateId, zone, name }) => ({
      zone_id: zoneId,
      certificate_id: certificateId,
      kind,
      zone,
      name,
    })),
    server: { listen: '127.0.0.1:0' },
    ...more,
  }
  await writeFile(path, stringify(configuration, { lineWidth: 0 }))
  return { path, tokenPath, remove: () => rm(folder, { ...everything, maxRetries: 10 }) }
}
