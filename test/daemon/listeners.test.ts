import { expect, test } from 'vitest'
import { BrokenWebConfig } from '../../src/daemon/listeners.ts'

test('every problem of a web configuration is told on a line of its own, with its place', () => {
  const problem = { file: 'web.yml', line: 1, column: 3, path: 'tls_server_config', text: 'unknown key' }
  expect(new BrokenWebConfig([problem, { ...problem, line: 2 }]).message).toBe(
    'web.yml:1:3: tls_server_config: unknown key\nweb.yml:2:3: tls_server_config: unknown key',
  )
})
