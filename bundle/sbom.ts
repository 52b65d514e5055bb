import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'

// `npm run sbom`: the list that npm makes from the lock file, without the parts that differ each time.

const object = z.record(z.string(), z.unknown())
const lockSchema = z.looseObject({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
const format = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']

const manifest = shippedOnly(object.parse(readJson('package.json')))
const lock = shippedLock(lockSchema.parse(readJson('package-lock.json')))
process.stdout.write(`${JSON.stringify(reproducible(npmSbom()), null, 2)}\n`)

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function shippedOnly(packageJson: z.infer<typeof object>): z.infer<typeof object> {
  const { devDependencies: _, optionalDependencies: __, ...rest } = packageJson
  return rest
}

/** `npm sbom --omit dev` also leaves out packages of the program that a development tool shares, so these are removed first. */
function shippedLock({ packages, ...rest }: z.infer<typeof lockSchema>): object {
  const shipped = Object.entries(packages).filter(([, each]) => !each.dev && !each['optional'])
  return { ...rest, packages: Object.fromEntries(shipped.map(([path, each]) => [path, shippedOnly(each)])) }
}

function npmSbom(): z.infer<typeof object> {
  const parent = mkdtempSync(join(tmpdir(), 'sbom-'))
  try {
    // npm names the program after its folder.
    const folder = join(parent, z.string().parse(manifest['name']))
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 50_000_000 } as const
    return object.parse(JSON.parse(execFileSync('npm', ['sbom', ...format], options)))
  } finally {
    rmSync(parent, { recursive: true })
  }
}

function reproducible(written: z.infer<typeof object>): object {
  const timestamp = new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000).toISOString()
  const bom = { ...written, serialNumber: '', metadata: { ...object.parse(written['metadata']), timestamp } }
  return { ...bom, serialNumber: serialNumberOf(bom) }
}

/** A UUID of version 8 (RFC 9562), which is the same for the same document. */
function serialNumberOf(document: object): string {
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex')
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
