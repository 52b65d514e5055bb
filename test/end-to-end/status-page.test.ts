import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { CertificateList } from '../../src/api/api-schema.ts'
import { useExporter } from '../support/exporter.ts'

const names = ['fine-rsa', 'ends-tomorrow', 'unknown-id']
const running = useExporter(({ name }) => names.includes(name), { drill: true })

function get(path: string) {
  return fetch(running().url + path)
}

test('page and JSON show what the daemon watches, and the drill, marked as one', async () => {
  await running().program.saw(/"event":"cycle_done"/)
  const { certificates } = (await (await get('/api/v1/certificates')).json()) as CertificateList
  expect(certificates.map(({ kind, name, state }) => [kind, name, state])).toEqual([
    ['hostname', 'ends-tomorrow', 'critical'],
    ['drill', 'drill', 'warning'],
    ['hostname', 'unknown-id', 'unknown'],
    ['hostname', 'fine-rsa', 'ok'],
  ])
  const drill = certificates.find(({ kind }) => kind === 'drill')
  const one = await get(`/api/v1/certificates/drill/${drill?.zone_id}/${drill?.certificate_id}`)
  expect(await one.json()).toMatchObject({ certificate: { name: 'drill' } })
  const page = await (
    await get('/?open=drill/00000000000000000000000000000000/00000000-0000-0000-0000-000000000000')
  ).text()
  expect(page).toContain('<span class="badge drill">drill</span>')
  expect(page).toContain('This certificate is a drill')
})

test('the token stands nowhere', async () => {
  const token = (await readFile(running().configuration.tokenPath, 'utf8')).trim()
  for (const path of ['/', '/api/v1/certificates', '/?q=unknown-id'])
    expect(await (await get(path)).text()).not.toContain(token)
})

test('server.status_page: false takes both away at the next reload, and nothing else', async () => {
  const { configuration, url } = running()
  const text = await readFile(configuration.path, 'utf8')
  await writeFile(configuration.path, text.replace('server:', 'server:\n  status_page: false'))
  expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200)
  const paths = ['/', '/api/v1/certificates', '/api/v1/certificates/zone/a/b', '/metrics', '/healthz']
  expect(await Promise.all(paths.map(async (path) => (await get(path)).status))).toEqual([404, 404, 404, 200, 200])
})
