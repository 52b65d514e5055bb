import { chmod, chown } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { useWebFolder } from './support.ts'

const folder = useWebFolder()
const files =
  'tls_server_config: {cert_file: server.crt, key_file: server.key, client_ca_file: ca.crt, client_auth_type: RequireAnyClientCert}'
const isRoot = process.getuid?.() === 0
const nobody = 65534

afterEach(async () => {
  for (const name of ['server.crt', 'server.key', 'ca.crt', 'web.yml']) {
    if (isRoot) await chown(join(folder.path, name), 0, 0)
    await chmod(join(folder.path, name), 0o600)
  }
})

const readable = (name: string, whose: string, mode: string) =>
  expect.stringMatching(
    new RegExp(`the private key in ${name} can be read by ${whose} \\(mode ${mode}\\): expected mode 0600$`),
  )
const writable = (name: string, mode: string) =>
  expect.stringContaining(`${name} can be written by everybody (mode ${mode})`)

test.each<[string, number, readonly unknown[]]>([
  ['server.key', 0o600, []],
  ['server.key', 0o400, []],
  ['server.key', 0o640, [readable('server.key', 'its group', '0640')]],
  ['server.key', 0o644, [readable('server.key', 'everybody', '0644')]],
  ['server.key', 0o666, [readable('server.key', 'everybody', '0666'), writable('server.key', '0666')]],
  ['server.crt', 0o644, []],
  ['server.crt', 0o666, [writable('server.crt', '0666')]],
  ['ca.crt', 0o602, [writable('ca.crt', '0602')]],
  ['web.yml', 0o644, []],
  ['web.yml', 0o666, [writable('web.yml', '0666')]],
])('%s of mode %o', async (name, mode, expected) => {
  await folder.write('web.yml', files)
  if (isRoot) await chown(join(folder.path, name), nobody, nobody)
  await chmod(join(folder.path, name), mode)
  expect(await folder.read(files)).toEqual({ problems: [], warnings: expected })
})

test.runIf(isRoot)('a key of root that a group may read is how Kubernetes hands it to a service', async () => {
  await folder.write('web.yml', files)
  await chmod(join(folder.path, 'server.key'), 0o440)
  expect((await folder.read(files)).warnings).toEqual([])
})
