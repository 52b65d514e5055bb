import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import process from 'node:process'
import { describe, test } from 'vitest'
import { hasTool } from '../support/tools.ts'

const names = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const

/** The paths of Kubernetes' own programs. */
export type Programs = Readonly<Record<(typeof names)[number], string>>

/** In the folder that `KUBEBUILDER_ASSETS` names, in the one that `npm run cluster-tools` makes, or on the PATH. */
function findPrograms(): Programs | undefined {
  const { KUBEBUILDER_ASSETS: assets = '', PATH = '' } = process.env
  const folders = [assets, resolve('.ci/cluster-tools'), ...PATH.split(delimiter)].filter(Boolean)
  const pathOf = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  const [etcd, apiServer, controllerManager, kubectl] = names.map(pathOf)
  if (!(etcd && apiServer && controllerManager && kubectl)) return undefined
  return { etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager, kubectl }
}

/**
 * `describe` for tests that need a real API server. Where there is none they skip, with a line that says so, also with `CI=true`:
 * to build one takes too long for every run.
 */
export function describeWithCluster(title: string, body: (programs: Programs, helms: readonly string[]) => void): void {
  const programs = findPrograms()
  const helms = ['helm', 'helm4'].filter(hasTool)
  if (programs && helms.length > 0) {
    describe(title, () => body(programs, helms))
  } else {
    const missing = programs ? 'helm is not on the PATH' : 'no kube-apiserver here: npm run cluster-tools builds one'
    describe.skip(`${title} (skipped: ${missing})`, () => test('is tried', () => undefined))
  }
}
