import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { chartFiles } from './files.ts'
import { manifests } from './manifests.ts'

// Everything in deploy/ that is made of something else. `npm test` says when it has to be made again.

function write(path: string, text: string): void {
  if (read(path) === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  process.stdout.write(`${path}\n`)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

for (const [path, text] of chartFiles()) write(path, text)
for (const [path, text] of await manifests('deploy/chart', 'deploy/kubernetes/chart-values.yaml'))
  write(join('deploy/kubernetes', path), text)
